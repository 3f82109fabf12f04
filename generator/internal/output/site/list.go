package site

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
)

// A list is the generated part of the cover, the outline, the A to Z and the references.
type list struct {
	Parts      []listPart
	References []body.Reference
	Letters    []listLetter
}

type listPart struct {
	Title, Accent, ID string
	Chapters          []listChapter
}

type listChapter struct{ Href, Title, Description string }

// coverLimit is how many chapters a cover lists; of a longer guide it lists the parts.
const coverLimit = 60

func (p *planner) listOf(e *book.Entry) list {
	switch e.Path {
	case book.Cover:
		return list{Parts: p.outline(e, len(p.Entries) <= coverLimit)}
	case book.Outline:
		return list{Parts: p.outline(e, true)}
	case book.Index:
		return list{Letters: p.letters(e)}
	case book.References:
		return list{References: body.References(p.Book, func(path string) string { return p.href(e, path) })}
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
	if len(in.List.Letters) > 0 {
		var all []byte
		for _, letter := range in.List.Letters {
			all = f.indexTo.Splice(all, 0, letter.Name, letter.ID)
		}
		out = f.indexJump.Splice(out, 0, string(all))
	}
	for _, letter := range in.List.Letters {
		var topics []byte
		for _, topic := range letter.Topics {
			topics = f.indexTopic.Splice(topics, 0, topic.Text, string(f.Uses(topic.Places)))
		}
		out = f.indexLetter.Splice(out, 0, letter.Name, letter.ID, string(topics))
	}
	return f.References(out, in.List.References)
}
