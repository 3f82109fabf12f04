// Package search publishes what the layouts' search box looks through: the text of the guide, section by section,
// and the box itself. Both are classic scripts that pages load when somebody is about to search, so they work from
// a folder and at any address, and cost nobody anything before.
//
// It keeps law 3 of the house: each of its two jobs sees what goes into its file and nothing else.
package search

import (
	"bytes"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Output is the search as a value for the list of outputs.
var Output = book.Output{Name: "search", Late: true, Plan: plan, Paths: func(*book.Book) []string { return []string{boxPath, indexPath} }}

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
	settings := body.SearchSettings(t, b.Config.Language, "search-index", map[string]any{"css": string(t.Part("search/box.css"))})
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
	size := 0
	for _, p := range in.Pages {
		size += len(p.Chapter.File.Bytes()) // a row is seldom longer than its chapter
	}
	data := append(make([]byte, 0, size), "window.guideIndex?.(["...)
	var rows [100][]byte // used again and again: the index is large enough without a second copy
	for pages := range slices.Chunk(in.Pages, len(rows)) {
		job.Each(len(pages), func(i int) {
			rows[i] = body.AppendSearchRow(append(rows[i][:0], "\n"...), pages[i].URL, "#", pages[i].Chapter)
		})
		for _, row := range rows[:len(pages)] {
			data = append(append(data, row...), ',')
		}
	}
	data = append(bytes.TrimSuffix(data, []byte(",")), "])\n"...)
	return book.Made{Files: []book.File{{Path: indexPath, Data: data}}}
}
