// Package search publishes what the layouts' search box looks through: the text of the guide, section by section,
// and the box itself. Both are classic scripts that pages load when somebody is about to search, so they work from
// a folder and at any address, and cost nobody anything before.
//
// It keeps law 3 of the house: each of its two jobs sees what goes into its file and nothing else.
package search

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Output is the search as a value for the list of outputs.
var Output = book.Output{Name: "search", Late: true, Plan: plan}

// The names are those that layouts/components/search knows.
const (
	boxPath   = "assets/search-box.js"
	indexPath = "assets/search-index.js"
)

func plan(b *book.Book, t *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
	script := t.Part("search/box.js")
	if script == nil {
		return nil, nil // the layouts search in another way, or not at all
	}
	words := map[string]string{}
	for _, name := range []string{"search", "hint", "close", "results", "index", "wait", "found", "none"} {
		words[name] = t.Word(strings.TrimSuffix("search-"+name, "-search"))
	}
	settings := marshal(map[string]any{"words": words, "language": b.Config.Language, "css": string(t.Part("search/box.css"))})
	return []job.Job[book.Made]{
		job.New("search-box", box{string(settings), string(script)}, makeBox),
		job.New("search-index", index{pagesOf(b)}, makeIndex),
	}, nil
}

// A box is the script that shows the search, and what it is told by the layouts.
type box struct{ Settings, Script string }

func makeBox(in box) book.Made {
	return book.Made{Files: []book.File{{Path: boxPath, Data: []byte("guideSearch=" + in.Settings + "\n;" + in.Script)}}}
}

type index struct{ Pages []page }

// A page is a chapter that can be found.
type page struct {
	URL     string
	Chapter *chapter.Chapter
}

// pagesOf lists all that is read; lists of links and sources are not.
func pagesOf(b *book.Book) []page {
	var pages []page
	for _, e := range b.Entries {
		switch e.Path {
		case book.NotFound, book.Outline, book.References, book.Index:
			continue
		}
		pages = append(pages, page{book.EscapePath(e.URL), e.Chapter})
	}
	return pages
}

func makeIndex(in index) book.Made {
	lines := make([][]byte, len(in.Pages))
	job.Each(len(lines), func(i int) { lines[i] = in.Pages[i].row() })
	size := 0
	for _, line := range lines {
		size += len(line) + 2
	}
	data := append(make([]byte, 0, size+40), "window.guideIndex?.([\n"...)
	for i, line := range lines {
		if i > 0 {
			data = append(data, ",\n"...)
		}
		data = append(data, line...)
	}
	data = append(data, "])\n"...)
	return book.Made{Files: []book.File{{Path: indexPath, Data: data}}}
}

// row is a page as the box reads it: address, title, keywords, description, and [anchor, heading, text] of each
// section. The first section has the page's own address.
func (p *page) row() []byte {
	c := p.Chapter
	keywords := c.Front.Keywords
	if keywords == nil {
		keywords = []string{}
	}
	row := marshal([]any{p.URL, c.Title, keywords, c.Front.Description})
	row = append(slices.Grow(row[:len(row)-1], len(c.File.Bytes())), `,["","","`...)
	return append(appendSections(row, c), `"]]`...)
}

// appendSections cuts a chapter at its headings. The first section is open already, and the last is left open.
func appendSections(row []byte, c *chapter.Chapter) []byte {
	headings, begin := c.Headings, len(row)
	for _, b := range c.Blocks {
		if b.Kind != chapter.HeadingText {
			end := len(row)
			if end > begin {
				row = append(row, ' ')
			}
			gap := len(row)
			if row = appendTidy(row, b.Text); len(row) == gap {
				row = row[:end]
			}
			continue
		}
		// The title is a heading too, and one without words has no block.
		for i, h := range headings {
			if h.Text == b.Text && h.Offset < b.Offset(0) {
				headings = headings[i+1:]
				row = append(append(append(row, `"],["`...), book.EscapePath(h.ID)...), `","`...)
				row = append(appendTidy(row, h.Text), `","`...)
				begin = len(row)
				break
			}
		}
	}
	return row
}

// appendTidy adds a text as it stands in a string of JSON, without what stands for code, pictures and citations, and
// without the space in front of a stop. Nearly all of a text is words with one space between them, and goes over as it is.
func appendTidy(row []byte, text string) []byte {
	begin, from := len(row), 0
	for i := 0; i < len(text); {
		c := text[i]
		if c > ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c == '"' || c == '\\' {
			row = append(append(row, text[from:i]...), '\\')
			from = i
			i++
			continue
		}
		end := i + gap(text[i:])
		if end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		row = append(row, text[from:i]...)
		if len(row) > begin && end < len(text) && strings.IndexByte(".,;:?!)", text[end]) < 0 {
			row = append(row, ' ')
		}
		i, from = end, end
	}
	return append(row, text[from:]...)
}

// gap is how many bytes at the beginning of a text are space, control characters, or stand for something else.
func gap(text string) int {
	for i, r := range text {
		if r > ' ' && r != '\ufffc' && !unicode.IsSpace(r) {
			return i
		}
	}
	return len(text)
}

func marshal(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // it is a file of its own, never part of a page
	if err := encoder.Encode(value); err != nil {
		panic("search: strings can be encoded: " + err.Error())
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
