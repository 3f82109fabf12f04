package body

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
)

// A Reference is a source on the page that lists them all.
type Reference struct {
	ID, Entry, Finding, Limits string
	Uses                       []Link
}

// References lists the book's sources. The address of a page is what href says, as seen from the list.
func References(b *book.Book, href func(path string) string) []Reference {
	var all []Reference
	for _, r := range b.References.All() {
		shown := Reference{ID: r.ID, Entry: r.Entry(), Finding: r.Finding, Limits: r.Limits}
		for _, e := range b.Uses[r.ID] {
			shown.Uses = append(shown.Uses, Link{href(e.Path) + "#" + SourceID(r.ID), e.NavTitle()})
		}
		all = append(all, shown)
	}
	return all
}

// References appends the list's markup.
func (f *Fragments) References(dst []byte, list []Reference) []byte {
	for _, r := range list {
		uses := f.Uses(r.Uses)
		flags := Bit(r.Finding != "", First) | Bit(r.Limits != "", Second) | Bit(len(uses) > 0, Third)
		dst = f.reference.Splice(dst, flags, r.ID, r.Entry, r.Finding, r.Limits, string(uses))
	}
	return dst
}
