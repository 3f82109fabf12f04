package site

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
)

// A list is the generated part of the cover, the outline and the references.
type list struct {
	Parts      []listPart
	References []listReference
}

type listPart struct {
	Title, Accent, ID string
	Chapters          []listChapter
}

type listChapter struct{ Href, Title, Description string }

type listReference struct {
	ID, Entry, Finding, Limits string
	Uses                       []body.Link
}

// coverLimit is how many chapters a cover lists; of a longer guide it lists the parts.
const coverLimit = 60

func (p *planner) listOf(e *book.Entry) list {
	switch e.Path {
	case book.Cover:
		return list{Parts: p.outline(e, len(p.Entries) <= coverLimit)}
	case book.Outline:
		return list{Parts: p.outline(e, true)}
	case book.References:
		return list{References: p.references(e)}
	}
	return list{}
}

func (p *planner) outline(from *book.Entry, chapters bool) []listPart {
	var parts []listPart
	for _, part := range p.Parts {
		shown := listPart{Title: part.Title, Accent: part.Accent, ID: part.ID}
		for i, e := range part.Entries {
			if chapters || i == 0 {
				shown.Chapters = append(shown.Chapters, listChapter{
					Href: book.Relative(from.URL, e.URL), Title: e.Title, Description: e.Front.Description,
				})
			}
		}
		if len(shown.Chapters) > 0 {
			parts = append(parts, shown)
		}
	}
	return parts
}

func (p *planner) references(from *book.Entry) []listReference {
	var all []listReference
	for _, r := range p.References.All() {
		shown := listReference{ID: r.ID, Entry: r.Entry(), Finding: r.Finding, Limits: r.Limits}
		for _, e := range p.Uses[r.ID] {
			shown.Uses = append(shown.Uses, body.Link{Href: book.Relative(from.URL, e.URL) + "#" + body.SourceID(r.ID), Title: e.NavTitle()})
		}
		all = append(all, shown)
	}
	return all
}

// list appends the markup of the generated part.
func (in *page) list(out []byte) []byte {
	f := in.Fragments
	for _, part := range in.List.Parts {
		var chapters []byte
		for _, c := range part.Chapters {
			chapters = f.outlineChapter.Splice(chapters, body.Bit(c.Description != "", body.First), c.Href, c.Title, c.Description)
		}
		out = f.outlinePart.Splice(out, 0, part.Title, part.Accent, part.ID, string(chapters))
	}
	for _, r := range in.List.References {
		uses := f.Uses(r.Uses)
		flags := body.Bit(r.Finding != "", body.First) | body.Bit(r.Limits != "", body.Second) | body.Bit(len(uses) > 0, body.Third)
		out = f.reference.Splice(out, flags, r.ID, r.Entry, r.Finding, r.Limits, string(uses))
	}
	return out
}
