package site

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Fragments are those of bodies, and those that the site has around them.
type fragments struct {
	*body.Fragments
	navPart, navChapter, navMore, tocItem, outlinePart, outlineChapter, indexJump, indexTo, indexLetter, indexTopic body.Fragment

	print string // address of the style sheet for paper
	moved string // what stands in front of a link to where something went
	key   job.Key
}

// JobKey is that of the theme that the fragments are from.
func (f *fragments) JobKey() job.Key { return f.key }

func newFragments(t *theme.Theme, b *book.Book) (*fragments, []diag.Problem) {
	f := &fragments{key: t.JobKey(), print: t.Print().Path(), moved: t.Word("moved-to")}
	var problems []diag.Problem
	f.Fragments, problems = body.NewFragments(t, "", b)
	l := body.Loader{Theme: t, Problems: problems}
	f.navPart = l.Load("nav-part", []string{"Href", "Title", "Current", "Chapters…"}, []string{"Chapters"})
	f.navChapter = l.Load("nav-chapter", []string{"Href", "Title", "Current"}, nil)
	f.navMore = l.Load("nav-more", []string{"Href", "Title"}, nil)
	f.tocItem = l.Load("toc-item", []string{"Href", "Title", "Children…"}, []string{"Children"})
	f.outlinePart = l.Load("outline-part", []string{"Title", "Accent", "ID", "Chapters…"}, nil)
	f.outlineChapter = l.Load("outline-chapter", []string{"Href", "Title", "Description"}, []string{"Description"})
	f.indexJump = l.Load("index-jump", []string{"Letters…"}, nil)
	f.indexTo = l.Load("index-to", []string{"Title", "ID"}, nil)
	f.indexLetter = l.Load("index-letter", []string{"Title", "ID", "Topics…"}, nil)
	f.indexTopic = l.Load("index-topic", []string{"Title", "Uses…"}, nil)
	return f, l.Problems
}
