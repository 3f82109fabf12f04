package site

import (
	"path"
	"slices"
	"sync"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
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
	More        bool // leads to what is left out
}

// A navList is shared by all pages from whose folder it looks the same. Which of its items is current, each
// page knows for itself.
type navList struct {
	items []navItem
	key   job.Key
}

// JobKey is the hash of the items.
func (l *navList) JobKey() job.Key { return l.key }

// A place in the navigation: the folder that it is seen from, and what is shown from there.
type place struct {
	folder   string
	part     *book.Part // whose chapters these are, or nil for the parts
	from, to int
}

// navLists makes each list once.
type navLists struct {
	mu   sync.Mutex
	made map[place]*navList
}

func (n *navLists) get(at place, items func() []navItem) *navList {
	n.mu.Lock()
	defer n.mu.Unlock()
	list, ok := n.made[at]
	if !ok {
		list = &navList{items: items()}
		list.key = job.KeyOf("nav", list.items)
		if n.made == nil {
			n.made = map[place]*navList{}
		}
		n.made[at] = list
	}
	return list
}

// nav is the navigation of one page. The indices are -1 where nothing is current.
type nav struct {
	Parts    *navList
	Part     int
	Chapters *navList
	Chapter  int
}

// navOf lists the parts, and the chapters of the entry's own part.
func (p *planner) navOf(e *book.Entry) nav {
	folder, own := path.Dir(e.URL), slices.Index(p.Parts, e.Part)
	from, to := window(own, len(p.Parts), mostParts)
	n := nav{Chapter: -1, Part: -1}
	n.Parts = p.navs.get(place{folder, nil, from, to}, func() []navItem { return p.navParts(e, from, to) })
	if own < 0 {
		return n
	}
	for _, part := range p.Parts[from : own+1] {
		if len(part.Entries) > 0 {
			n.Part++
		}
	}
	at := slices.Index(e.Part.Entries, e)
	start, end := window(at, len(e.Part.Entries), mostChapters)
	n.Chapter = at - start
	n.Chapters = p.navs.get(place{folder, e.Part, start, end}, func() []navItem { return p.navChapters(e, start, end) })
	return n
}

func (p *planner) navParts(e *book.Entry, from, to int) (items []navItem) {
	for _, part := range p.Parts[from:to] {
		if len(part.Entries) > 0 {
			items = append(items, navItem{Href: book.Relative(e.URL, part.Entries[0].URL), Title: part.Title})
		}
	}
	return items
}

func (p *planner) navChapters(e *book.Entry, from, to int) (items []navItem) {
	for _, other := range e.Part.Entries[from:to] {
		items = append(items, navItem{Href: book.Relative(e.URL, other.URL), Title: other.NavTitle()})
	}
	if to-from < len(e.Part.Entries) {
		items = append(items, navItem{Href: p.href(e, book.Outline) + "#" + book.EscapePath(e.Part.ID), Title: p.theme.Word("more-chapters"), More: true})
	}
	return items
}

// window is what is shown of n things around the one at i.
func window(i, n, most int) (from, to int) {
	if n <= most {
		return 0, n
	}
	return max(0, i-near), min(n, max(i, 0)+near+1)
}

// navigation fills the part navigation of a page.
func (in *page) navigation(s *scratch) {
	f := in.Fragments
	s.inner, s.nav = s.inner[:0], s.nav[:0]
	if in.Nav.Parts == nil {
		return
	}
	if in.Nav.Chapters != nil {
		for i, item := range in.Nav.Chapters.items {
			switch {
			case item.More:
				s.inner = f.navMore.Splice(s.inner, 0, item.Href, item.Title)
			case i == in.Nav.Chapter:
				s.inner = f.navChapter.Splice(s.inner, 0, item.Href, item.Title, "page")
			default:
				s.inner = f.navChapter.Splice(s.inner, 0, item.Href, item.Title, "false")
			}
		}
	}
	for i, item := range in.Nav.Parts.items {
		if i == in.Nav.Part {
			s.nav = f.navPart.Splice(s.nav, body.First, item.Href, item.Title, "true", view(s.inner))
		} else {
			s.nav = f.navPart.Splice(s.nav, 0, item.Href, item.Title, "false", "")
		}
	}
}

func hasToc(headings []chapter.Heading) bool {
	count := 0
	for _, h := range headings {
		if h.Level == 2 {
			count++
		}
	}
	return count > 1
}

// toc lists the headings of levels two and three.
func (in *page) toc(s *scratch) {
	s.inner, s.toc = s.inner[:0], s.toc[:0]
	headings := in.Text.Chapter.Headings
	if len(in.Headings) > 0 {
		headings = in.Headings
	}
	if !hasToc(headings) {
		return
	}
	item := in.Fragments.tocItem
	var open *chapter.Heading
	closeItem := func() {
		if open != nil {
			s.toc = item.Splice(s.toc, body.Bit(len(s.inner) > 0, body.First), "#"+book.EscapePath(open.ID), open.Text, view(s.inner))
		}
		s.inner = s.inner[:0]
	}
	for i := range headings {
		switch h := &headings[i]; h.Level {
		case 2:
			closeItem()
			open = h
		case 3:
			s.inner = item.Splice(s.inner, 0, "#"+book.EscapePath(h.ID), h.Text, "")
		}
	}
	closeItem()
}
