// Package book puts chapters in order and finds where their links, pictures, citations and terms lead.
//
// It finds and does not judge: a link that leads nowhere has a Fault, which a check turns into a problem.
// Everything in a Book is made once and never changed.
package book

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
	"github.com/side-by-side-guide/side-by-side/generator/internal/references"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// The fixed pages, relative to content/. They need no part.
const (
	Cover      = "index.md"
	Glossary   = chapter.Glossary
	References = "references.md"
	Outline    = "outline.md"
	Index      = "a-z.md"
	NotFound   = "404.md"
)

// IsList tells of the fixed pages that an edition leaves out: those that its own contents stand for, and the one for lost
// readers.
func IsList(path string) bool { return path == Outline || path == Index || path == NotFound }

// A Source is all that a book is made of.
type Source struct {
	Config      *config.Config
	Chapters    []*chapter.Chapter // in byte order of their paths
	Defaults    map[string]bool    // paths of fixed pages that no file stands behind
	References  *references.Library
	Pictures    map[string]*picture.Picture // by path relative to content/
	Helps       map[string]*help.Help       // those that chapters show, by path relative to content/
	Reflections map[string]*quiz.Reflection // likewise
	Files       map[string]*source.File     // all files under content/, by path relative to it
	Lock        *anchors.Lock               // or nil
	Drafts      bool                        // publish drafts too
	Outputs     []Output                    // the forms in which it is published

	Before *Book      // the book of the build before, or nil; Assemble takes from it what is still so
	Memory *job.Cache // for an output that plans much, or nil
}

// Face is the hash of all that a page can see of the guide besides the text of its own chapter. While it stays the same,
// links lead where they led, and a page is made of its chapter and of what it was made of before.
func (s *Source) Face() job.Key {
	var keys []byte
	var others []string
	for name := range s.Files {
		if !strings.HasSuffix(name, ".md") || strings.HasPrefix(name, "static/") {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	for _, name := range others {
		key := s.Files[name].JobKey() // of which pictures and the like are made
		keys = append(keys, key[:]...)
	}
	for _, c := range s.Chapters {
		key := c.Face()
		if config.Fixed(c.Path) { // such as the glossary, whose text stands on other pages
			key = c.JobKey()
		}
		keys = append(keys, key[:]...)
	}
	return job.KeyOf("guide", s.Config, s.References, slices.Sorted(maps.Keys(s.Defaults)), s.Lock, s.Drafts, keys)
}

// A Book is a guide's chapters in order.
type Book struct {
	Source
	Parts   []*Part
	Entries []*Entry            // the published pages: cover, the parts' chapters, the fixed pages, loose drafts
	All     []*Entry            // every chapter, in byte order of paths: also drafts and orphans
	Terms   []*Term             // of the glossary, as they stand there
	Uses    map[string][]*Entry // which published pages cite a source, by its id, in the book's order
	Look    job.Key             // the face of the source, where a Memory is

	byPath map[string]*Entry
	terms  map[string]*Term
	folded map[string]string // files and chapters, by path in lower case

	arranged  [][]string // the chapters of each part, and what is wrong with the parts
	misplaced []diag.Problem
}

// A Part is a run of chapters under a title.
type Part struct {
	Title, Accent, ID string
	Entries           []*Entry
}

// An Entry is a chapter in its place.
type Entry struct {
	*chapter.Chapter
	index          int    // in All
	URL            string // published path, such as practise/saying-no.html
	Part           *Part  // or nil
	Published      bool
	Orphan         bool // no part lists it, and it is neither fixed nor a draft
	Default        bool // a fixed page that no file stands behind
	Previous, Next *Entry

	Headings []chapter.Heading // the chapter's own, and those of what its inserts show

	Targets []Target           // of Links, one each
	Shown   []Shown            // of Inserts, one each
	Drawn   []*picture.Picture // of Pictures, one each; nil where there is none
	DrawnAt []string           // their paths relative to content/, one each
	Cited   []*Citation        // the sources that its marks name, in order of first use
	Numbers map[string]int     // of those sources, by id, from 1
}

// NavTitle is the chapter's short title.
func (e *Entry) NavTitle() string {
	if e.Front.NavTitle != "" {
		return e.Front.NavTitle
	}
	return e.Title
}

// A Citation is a cited source and the marks that name it.
type Citation struct {
	*references.Reference
	Marks []int // indices into the chapter's citations
}

// A Term is an entry of the glossary.
type Term struct {
	ID, Title, Text string
	Offset          int
	Used            bool     // also by a draft
	Uses            []*Entry // the published pages that link to it, in the book's order
}

// Assemble makes the book. The problems are those of arranging chapters in parts.
func Assemble(from Source) (*Book, []diag.Problem) {
	b := &Book{Source: from, byPath: make(map[string]*Entry, len(from.Chapters)), terms: map[string]*Term{}, folded: map[string]string{}, Uses: map[string][]*Entry{}}
	drafts := map[string]bool{}
	var paths []string
	before := b.before()
	for i, c := range from.Chapters {
		e := &Entry{Chapter: c, index: i, URL: strings.TrimSuffix(c.Path, ".md") + ".html", Default: from.Defaults[c.Path]}
		b.All = append(b.All, e)
		b.byPath[c.Path] = e
		if c.Front.Draft && !from.Drafts {
			drafts[c.Path] = true
		}
		paths = append(paths, c.Path)
	}
	b.fold(before)
	problems := b.arrange(before, paths, drafts)
	for _, e := range b.All {
		b.show(e)
	}
	b.readGlossary()
	job.Each(len(b.All), func(i int) {
		if e := b.All[i]; before == nil || before.All[i].Chapter != e.Chapter {
			b.resolve(e)
		} else {
			b.take(e, before.All[i])
		}
	})
	b.collect()
	return b, problems
}

// before is the book of the build before, if it had the same face. The book must not keep it, or all books would be kept.
func (b *Book) before() (same *Book) {
	if b.Memory == nil {
		return nil
	}
	b.Look = b.Face()
	if old := b.Before; old != nil && old.Look == b.Look {
		same = old
	}
	b.Before = nil
	return same
}

// take resolves a chapter as it was resolved before.
func (b *Book) take(e, old *Entry) {
	e.Targets = slices.Clone(old.Targets)
	for i := range e.Targets {
		t := &e.Targets[i]
		if t.Entry != nil {
			t.Entry = b.All[t.Entry.index]
		}
		if t.Term != nil {
			t.Term = b.terms[t.Anchor]
		}
	}
	e.Drawn, e.DrawnAt, e.Cited, e.Numbers = old.Drawn, old.DrawnAt, old.Cited, old.Numbers
}

// fold notes the names of files by their lower case.
func (b *Book) fold(before *Book) {
	if before != nil {
		b.folded = before.folded
		return
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(b.Files))) {
		name = strings.TrimPrefix(name, "static/") // as links name it
		b.folded[strings.ToLower(name)] = name     // of two that differ in case only, the first
	}
}

// arrange fills Parts and Entries, and links each page with its neighbours.
func (b *Book) arrange(before *Book, paths []string, drafts map[string]bool) []diag.Problem {
	listed := map[string]bool{}
	if before != nil {
		b.arranged, b.misplaced = before.arranged, before.misplaced
	} else {
		b.arranged, b.misplaced = b.Config.Arrange(paths, drafts)
	}
	for i, names := range b.arranged {
		given := b.Config.Parts[i]
		part := &Part{Title: given.Title, Accent: given.Accent, ID: partID(b.Parts, given.Title)}
		for _, name := range names {
			e := b.byPath[name]
			if e == nil || drafts[name] || listed[name] {
				continue
			}
			listed[name] = true
			e.Part = part
			part.Entries = append(part.Entries, e)
		}
		b.Parts = append(b.Parts, part)
	}
	b.order(listed, drafts)
	return slices.Clone(b.misplaced)
}

func (b *Book) order(listed, drafts map[string]bool) {
	if cover := b.byPath[Cover]; cover != nil && !drafts[Cover] {
		b.Entries = append(b.Entries, cover)
	}
	for _, part := range b.Parts {
		for _, e := range part.Entries {
			if e.Path != Cover {
				b.Entries = append(b.Entries, e)
			}
		}
	}
	for i, e := range b.Entries {
		if i > 0 {
			e.Previous, b.Entries[i-1].Next = b.Entries[i-1], e
		}
	}
	for _, e := range b.All {
		switch {
		case listed[e.Path] || drafts[e.Path] || e.Path == Cover:
		case config.Fixed(e.Path) || e.Front.Draft:
			b.Entries = append(b.Entries, e)
		default:
			e.Orphan = true
		}
	}
	for _, e := range b.Entries {
		e.Published = true
	}
}

func partID(before []*Part, title string) string {
	id := "part-" + chapter.Slug(title)
	for _, part := range before {
		if part.ID == id {
			id += "-"
		}
	}
	return id
}

// Entry returns the chapter with the path relative to content/, or nil.
func (b *Book) Entry(path string) *Entry { return b.byPath[path] }

// readGlossary takes each heading of level two as a term, and the first paragraph below as its explanation.
func (b *Book) readGlossary() {
	glossary := b.byPath[Glossary]
	if glossary == nil {
		return
	}
	for i, h := range glossary.Chapter.Headings {
		if h.Level != 2 {
			continue
		}
		end := len(glossary.File.Bytes())
		if i+1 < len(glossary.Chapter.Headings) {
			end = glossary.Chapter.Headings[i+1].Offset
		}
		term := &Term{ID: h.ID, Title: h.Text, Offset: h.Offset, Text: firstParagraph(glossary.Chapter, h.Offset, end)}
		b.Terms = append(b.Terms, term)
		b.terms[h.ID] = term
	}
}

func firstParagraph(c *chapter.Chapter, from, to int) string {
	for _, block := range c.Blocks {
		if at := block.Offset(0); block.Kind == chapter.Paragraph && at > from && at < to {
			text := strings.ReplaceAll(block.Text, "\ufffc", "")
			return strings.Join(strings.Fields(strings.ReplaceAll(text, " .", ".")), " ")
		}
	}
	return ""
}

// collect notes which terms and sources are used, and where, from all chapters' own findings.
func (b *Book) collect() {
	for _, e := range b.All {
		for i, target := range e.Targets {
			if e.Links[i].Term && target.Term != nil {
				target.Term.Used = true
			}
		}
	}
	for _, e := range b.Entries {
		for _, s := range e.Cited {
			b.Uses[s.ID] = append(b.Uses[s.ID], e)
		}
		for i, target := range e.Targets {
			if term := target.Term; e.Links[i].Term && term != nil && !slices.Contains(term.Uses, e) {
				term.Uses = append(term.Uses, e)
			}
		}
	}
}

// Relative is the address of one published path as seen from another: from practise/a.html, index.html is
// ../index.html. Both are unescaped; the result is escaped for a URL.
func Relative(from, to string) string {
	dir := strings.Split(path.Dir(from), "/")
	if dir[0] == "." {
		dir = nil
	}
	parts := strings.Split(to, "/")
	for len(dir) > 0 && len(parts) > 1 && dir[0] == parts[0] {
		dir, parts = dir[1:], parts[1:]
	}
	return strings.Repeat("../", len(dir)) + EscapePath(strings.Join(parts, "/"))
}

// EscapePath percent-encodes what a path in a URL cannot hold, by RFC 3986.
func EscapePath(p string) string {
	const hex = "0123456789ABCDEF"
	plain := true
	for i := range len(p) {
		plain = plain && unreserved(p[i])
	}
	if plain {
		return p
	}
	var out strings.Builder
	for i := range len(p) {
		if c := p[i]; unreserved(c) {
			out.WriteByte(c)
		} else {
			out.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return out.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~/!$&'()*+,;=@", c) >= 0
}
