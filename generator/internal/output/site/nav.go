package site

import (
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

// Nothing that grows with the number of chapters stands on every page: of many parts and of a long part, only
// the near ones are shown, and the outline has the rest.
const (
	mostParts    = 12
	mostChapters = 30
	near         = 5 // how many on each side are shown of more than the most
)

type navItem struct {
	Href, Title string
	Current     bool
	More        bool // leads to what is left out
}

// navOf lists the parts, and the chapters of the entry's own part.
func (p *planner) navOf(e *book.Entry) (parts, chapters []navItem) {
	own := slices.Index(p.Parts, e.Part)
	from, to := window(own, len(p.Parts), mostParts)
	for i, part := range p.Parts[from:to] {
		if len(part.Entries) > 0 {
			href := book.Relative(e.URL, part.Entries[0].URL)
			parts = append(parts, navItem{Href: href, Title: part.Title, Current: from+i == own})
		}
	}
	if own < 0 {
		return parts, nil
	}
	entries := e.Part.Entries
	from, to = window(slices.Index(entries, e), len(entries), mostChapters)
	for _, other := range entries[from:to] {
		chapters = append(chapters, navItem{Href: book.Relative(e.URL, other.URL), Title: other.NavTitle(), Current: other == e})
	}
	if to-from < len(entries) {
		chapters = append(chapters, navItem{Href: p.href(e, book.Outline) + "#" + book.EscapePath(e.Part.ID), Title: p.theme.Word("more-chapters"), More: true})
	}
	return parts, chapters
}

// window is what is shown of n things around the one at i.
func window(i, n, most int) (from, to int) {
	if n <= most {
		return 0, n
	}
	return max(0, i-near), min(n, max(i, 0)+near+1)
}

func (in *page) nav(s *scratch) {
	f := in.Fragments
	s.inner, s.nav = s.inner[:0], s.nav[:0]
	for _, item := range in.NavChapters {
		switch {
		case item.More:
			s.inner = f.navMore.splice(s.inner, 0, item.Href, item.Title)
		case item.Current:
			s.inner = f.navChapter.splice(s.inner, 0, item.Href, item.Title, "page")
		default:
			s.inner = f.navChapter.splice(s.inner, 0, item.Href, item.Title, "false")
		}
	}
	for _, item := range in.Nav {
		if item.Current {
			s.nav = f.navPart.splice(s.nav, first, item.Href, item.Title, "true", view(s.inner))
		} else {
			s.nav = f.navPart.splice(s.nav, 0, item.Href, item.Title, "false", "")
		}
	}
}

func hasToc(c *chapter.Chapter) bool {
	count := 0
	for _, h := range c.Headings {
		if h.Level == 2 {
			count++
		}
	}
	return count > 1
}

// toc lists the headings of levels two and three.
func (in *page) toc(s *scratch) {
	s.inner, s.toc = s.inner[:0], s.toc[:0]
	if !hasToc(in.Chapter) {
		return
	}
	item := in.Fragments.tocItem
	var open *chapter.Heading
	closeItem := func() {
		if open != nil {
			s.toc = item.splice(s.toc, bit(len(s.inner) > 0, first), "#"+open.ID, open.Text, view(s.inner))
		}
		s.inner = s.inner[:0]
	}
	for i := range in.Chapter.Headings {
		switch h := &in.Chapter.Headings[i]; h.Level {
		case 2:
			closeItem()
			open = h
		case 3:
			s.inner = item.splice(s.inner, 0, "#"+h.ID, h.Text, "")
		}
	}
	closeItem()
}
