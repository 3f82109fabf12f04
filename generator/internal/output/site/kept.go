package site

import (
	"bytes"
	"maps"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

// A kept anchor stands on a page for links that were made to it long ago.
type kept struct {
	Old, New    string // anchors; New is empty where it went to another page
	Href, Title string // of that page
}

// keptOn lists the old anchors of a page.
func (p *planner) keptOn(e *book.Entry) (list []kept) {
	if p.Lock == nil {
		return nil
	}
	for _, old := range slices.Sorted(maps.Keys(p.Lock.Kept)) {
		page, id := anchors.Split(old)
		if page != e.URL || id == "" {
			continue
		}
		to, anchor := anchors.Split(p.Lock.Kept[old])
		if to == e.URL {
			list = append(list, kept{Old: id, New: anchor})
			continue
		}
		list = append(list, kept{Old: id, Href: hrefTo(e.URL, to, anchor), Title: p.titleAt(to)})
	}
	return list
}

func hrefTo(from, page, anchor string) string {
	href := book.Relative(from, page)
	if anchor != "" {
		href += "#" + book.EscapePath(anchor)
	}
	return href
}

func (p *planner) titleAt(page string) string {
	for _, e := range p.Entries {
		if e.URL == page {
			return e.NavTitle()
		}
	}
	return page
}

// keepAnchors puts empty anchors where the new ones are, and at the end of the text a line for each that went elsewhere.
func (in *page) keepAnchors(page []byte) []byte {
	for _, k := range in.Kept {
		mark := append(chapter.AppendEscaped([]byte(` id="`), k.New), '"')
		i := bytes.Index(page, mark)
		if k.New == "" || i < 0 {
			continue
		}
		at := i + bytes.IndexByte(page[i:], '>') + 1
		page = slices.Insert(page, at, append(chapter.AppendEscaped([]byte(`<a id="`), k.Old), `"></a>`...)...)
	}
	return page
}

// movedAnchors are lines for anchors that went to another page.
func (in *page) movedAnchors(dst []byte) []byte {
	for _, k := range in.Kept {
		if k.New != "" {
			continue
		}
		dst = append(chapter.AppendEscaped(append(dst, `<p class="small" id="`...), k.Old), `">`...)
		dst = append(chapter.AppendEscaped(dst, in.Fragments.moved), ` <a href="`...)
		dst = append(chapter.AppendEscaped(dst, k.Href), `">`...)
		dst = append(chapter.AppendEscaped(dst, k.Title), "</a></p>\n"...)
	}
	return dst
}
