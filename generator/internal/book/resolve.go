package book

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/util"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
)

// A Fault is what is wrong with a link or a picture.
type Fault int

const (
	Sound        Fault = iota
	DeadLink           // no such file
	WrongCase          // a file is there whose name differs in case only: File
	LinkToDraft        // the chapter is a draft
	DeadAnchor         // the chapter has no such anchor
	UnknownTerm        // the glossary has no such term
	OutsideGuide       // the path leaves content/
	Unreadable         // the address cannot be read
)

// A Target is where a link leads.
type Target struct {
	Fault  Fault
	Path   string // of the file, relative to content/
	Anchor string
	Entry  *Entry // the chapter, or nil where it is another file or another site
	Title  string // of the chapter or the heading
	Term   *Term  // where it is one of the glossary
	Href   string // escaped for a URL, relative to the page
}

func (b *Book) resolve(e *Entry) {
	e.Targets = make([]Target, len(e.Links))
	for i, link := range e.Links {
		e.Targets[i] = b.target(e, link)
	}
	e.Drawn = make([]*picture.Picture, len(e.Pictures))
	e.DrawnAt = make([]string, len(e.Pictures))
	for i, p := range e.Pictures {
		if name, _, ok := local(e.Path, p.Target); ok {
			e.DrawnAt[i], e.Drawn[i] = name, b.Pictures[name]
		}
	}
	b.number(e)
}

// number gives the sources of a chapter their numbers, by first use.
func (b *Book) number(e *Entry) {
	if len(e.Citations) == 0 {
		return
	}
	e.Numbers = map[string]int{}
	for i, mark := range e.Citations {
		for _, cited := range mark.Sources {
			reference, ok := b.References.Get(cited.ID)
			if !ok {
				continue
			}
			if e.Numbers[cited.ID] == 0 {
				e.Cited = append(e.Cited, &Citation{Reference: reference})
				e.Numbers[cited.ID] = len(e.Cited)
			}
			source := e.Cited[e.Numbers[cited.ID]-1]
			if n := len(source.Marks); n == 0 || source.Marks[n-1] != i {
				source.Marks = append(source.Marks, i)
			}
		}
	}
}

// local splits a target into a path relative to content/ and an anchor. It fails where the address cannot
// be read or leaves the guide.
func local(from, target string) (name, anchor string, ok bool) {
	file, anchor, _ := strings.Cut(target, "#")
	file, _, _ = strings.Cut(file, "?")
	file, err := url.PathUnescape(file)
	if err != nil {
		return "", "", false
	}
	if decoded, err := url.PathUnescape(anchor); err == nil {
		anchor = decoded
	}
	if file == "" {
		return from, anchor, true
	}
	name = path.Join(path.Dir(from), file)
	if strings.HasPrefix(file, "/") || name == ".." || strings.HasPrefix(name, "../") {
		return name, anchor, false
	}
	return name, anchor, true
}

func (b *Book) target(e *Entry, link chapter.Link) Target {
	if link.Unsafe {
		return Target{}
	}
	if link.External {
		return Target{Href: string(util.URLEscape([]byte(link.Target), false))}
	}
	name, anchor, ok := local(e.Path, link.Target)
	t := Target{Path: name, Anchor: anchor}
	switch {
	case !ok && name == "":
		t.Fault = Unreadable
	case !ok:
		t.Fault = OutsideGuide
	case b.byPath[name] != nil:
		b.toChapter(e, &t)
	case b.Files[name] != nil && !strings.HasPrefix(name, "static/"):
		t.Href = Relative(e.URL, name)
	case b.Files["static/"+name] != nil:
		t.Href = Relative(e.URL, name)
	case b.folded[strings.ToLower(name)] != "": // not this name itself, which would have been found
		t.Fault, t.Path = WrongCase, b.folded[strings.ToLower(name)]
	default:
		t.Fault = DeadLink
	}
	return t
}

func (b *Book) toChapter(from *Entry, t *Target) {
	to := b.byPath[t.Path]
	t.Entry, t.Title = to, to.Title
	if to != from {
		t.Href = Relative(from.URL, to.URL)
	}
	if !to.Published && from.Published && to.Front.Draft {
		t.Fault = LinkToDraft
		return
	}
	if t.Anchor == "" {
		if t.Href == "" {
			t.Href = Relative(from.URL, to.URL)
		}
		return
	}
	t.Href += "#" + EscapePath(t.Anchor)
	title, ok := b.anchor(to, t.Anchor)
	if ok {
		t.Title = title
		if to.Path == Glossary {
			t.Term = b.terms[t.Anchor]
		}
		return
	}
	t.Fault = DeadAnchor
	if to.Path == Glossary && from != to {
		t.Fault = UnknownTerm
	}
}

// anchor returns the title of the heading with the anchor.
func (b *Book) anchor(e *Entry, id string) (string, bool) {
	if id == e.TitleID {
		return e.Title, true
	}
	for _, h := range e.Headings {
		if h.ID == id {
			return h.Text, true
		}
	}
	for i := range e.Questions {
		if q := &e.Questions[i]; q.ID == id {
			return q.Text, true
		}
	}
	if e.Path == References {
		if reference, ok := b.References.Get(id); ok {
			return reference.Short(), true
		}
	}
	return "", false
}

// Anchors lists the anchors of a chapter that an author may link to.
func (b *Book) Anchors(e *Entry) []string {
	anchors := []string{e.TitleID}
	for _, h := range e.Headings {
		anchors = append(anchors, h.ID)
	}
	for i := range e.Questions {
		anchors = append(anchors, e.Questions[i].ID)
	}
	if e.Path == References {
		anchors = append(anchors, b.References.IDs()...)
	}
	return anchors
}

// Published lists the anchors of each published page, by its path, such as practise/saying-no.html.
func (b *Book) Published() map[string][]string {
	pages := map[string][]string{}
	for _, e := range b.Entries {
		if e.Path == NotFound {
			continue
		}
		pages[e.URL] = b.Anchors(e)
		if e.Path == Outline {
			for _, part := range b.Parts {
				pages[e.URL] = append(pages[e.URL], part.ID)
			}
		}
	}
	return pages
}

// Paths lists what a link may name: chapters and other files, relative to content/, in byte order.
func (b *Book) Paths() []string {
	paths := make([]string, 0, len(b.All)+len(b.Files))
	for _, e := range b.All {
		paths = append(paths, e.Path)
	}
	for name := range b.Files {
		if !strings.HasSuffix(name, ".md") {
			paths = append(paths, strings.TrimPrefix(name, "static/"))
		}
	}
	slices.Sort(paths)
	return paths
}

// Used lists the files that published pages refer to by a link or as a picture that is not drawn into the
// page, relative to content/, in byte order.
func (b *Book) Used() []string {
	used := map[string]bool{}
	for _, e := range b.Entries {
		for _, t := range e.Targets {
			if t.Fault == Sound && t.Entry == nil && b.Files[t.Path] != nil {
				used[t.Path] = true
			}
		}
		for i, drawn := range e.Drawn {
			if drawn != nil && !drawn.Drawing {
				used[e.DrawnAt[i]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(used))
}
