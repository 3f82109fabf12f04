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
	job.Each(len(lines), func(i int) { lines[i] = marshal(in.Pages[i].row()) })
	data := slices.Concat([]byte("window.guideIndex?.([\n"), bytes.Join(lines, []byte(",\n")), []byte("])\n"))
	return book.Made{Files: []book.File{{Path: indexPath, Data: data}}}
}

// row is a page as the box reads it: address, title, keywords, description, and [anchor, heading, text] of each
// section. The first section has the page's own address.
func (p *page) row() []any {
	c := p.Chapter
	keywords := c.Front.Keywords
	if keywords == nil {
		keywords = []string{}
	}
	row := []any{p.URL, c.Title, keywords, c.Front.Description}
	for _, s := range sections(c) {
		row = append(row, []string{s.id, s.heading, strings.Join(s.text, " ")})
	}
	return row
}

type section struct {
	id, heading string
	text        []string
}

// sections cuts a chapter at its headings.
func sections(c *chapter.Chapter) []section {
	all := []section{{}}
	headings := c.Headings
	for _, b := range c.Blocks {
		last := &all[len(all)-1]
		if b.Kind != chapter.HeadingText {
			if text := tidy(b.Text); text != "" {
				last.text = append(last.text, text)
			}
			continue
		}
		// The title is a heading too, and one without words has no block.
		for i, h := range headings {
			if h.Text == b.Text && h.Offset < b.Offset(0) {
				headings = headings[i+1:]
				all = append(all, section{id: book.EscapePath(h.ID), heading: tidy(h.Text)})
				break
			}
		}
	}
	return all
}

// tidy takes out what stands for code, pictures and citations.
func tidy(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "\ufffc", " ")), " ")
	for _, stop := range []string{".", ",", ";", ":", "?", "!", ")"} {
		text = strings.ReplaceAll(text, " "+stop, stop)
	}
	return text
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
