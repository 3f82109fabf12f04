package single

import (
	"bytes"
	"html"
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
)

// A kept id was that of a chapter or of one of its headings. New is where it leads now: an anchor of the chapter that keeps
// it, or the chapter itself where it is empty.
type kept struct{ Old, New string }

// keptOn lists the old addresses that lead to a chapter now.
func keptOn(b *book.Book, e *book.Entry) (list []kept) {
	for _, alias := range e.Front.Aliases {
		list = append(list, kept{Old: placeAt(alias.Path)})
	}
	if b.Lock == nil {
		return list
	}
	for _, old := range slices.Sorted(maps.Keys(b.Lock.Kept)) {
		if to, anchor := anchors.Split(b.Lock.Kept[old]); to == e.URL {
			page, id := anchors.Split(old)
			list = append(list, kept{strings.TrimSuffix(placeAt(page)+":"+id, ":"), anchor})
		}
	}
	return list
}

// placeAt is the id of the chapter that was published at an address.
func placeAt(url string) string { return body.Plain(strings.TrimSuffix(url, ".html")) }

// keep puts empty anchors into the markup from an offset on, where the new ones are.
func (a *article) keep(text []byte, from int) []byte {
	for _, k := range a.Kept {
		mark := ` id="` + html.EscapeString(strings.TrimSuffix(a.Place+":"+k.New, ":")) + `"`
		if i := bytes.Index(text[from:], []byte(mark)); i >= 0 {
			at := from + i + bytes.IndexByte(text[from+i:], '>') + 1
			text = slices.Insert(text, at, []byte(`<a id="`+html.EscapeString(k.Old)+`"></a>`)...)
		}
	}
	return text
}
