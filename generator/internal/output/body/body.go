// Package body makes HTML of chapters for outputs: it fills the holes of a chapter's body with addresses, marks, pictures,
// questions and what data files hold, and lists its sources. It also cuts chapters into what the search looks through.
//
// It keeps law 3 of the house: a Text is all that a chapter's markup depends on, so that it can be the input of a job. What
// things look like is up to the layouts, and where links lead up to the output.
package body

import (
	"slices"
	"strconv"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
)

// A Text is a chapter and what belongs into it. It is keyed by all that it holds.
type Text struct {
	Chapter   *chapter.Chapter
	Filling   Filling
	Fragments *Fragments
}

// A Filling is what goes into the holes of a chapter's body.
type Filling struct {
	Links    []Linked
	Pictures []Drawn
	Sources  []Cited
	Shown    []Shown
	Uses     [][]Link // of the glossary's terms, by index of the heading
}

// A Link is an address and the name of what is there.
type Link struct{ Href, Title string }

// A Linked is a link of the chapter, with the term that it explains.
type Linked struct {
	Link
	Term      int // counts the terms of the chapter from 1; 0 is none
	TermTitle string
	TermText  string
}

// A Drawn is a picture and its address.
type Drawn struct {
	Picture *picture.Picture // or nil
	Href    string
}

// A Cited is a source of the chapter.
type Cited struct {
	ID, Short, Entry, Finding, Href string
	Marks                           []int // of the chapter's citations
}

// Fill gathers what goes into a chapter. The address of a page of the guide, by its path relative to content/, is what
// href says, as seen from the chapter; a wrong number in a help file is told to contact.
func Fill(b *book.Book, e *book.Entry, href func(path string) string, contact string) Filling {
	f := Filling{Links: make([]Linked, len(e.Targets)), Pictures: make([]Drawn, len(e.Drawn)), Shown: show(b, e, href, contact)}
	terms := 0
	for i, target := range e.Targets {
		f.Links[i].Link = Link{target.Href, target.Title}
		if target.Term != nil && e.Links[i].Term && target.Term.Text != "" {
			terms++
			f.Links[i].Term, f.Links[i].TermTitle, f.Links[i].TermText = terms, target.Term.Title, target.Term.Text
		}
	}
	for i, picture := range e.Drawn {
		f.Pictures[i] = Drawn{picture, book.Relative(e.URL, e.DrawnAt[i])}
	}
	for _, s := range e.Cited {
		f.Sources = append(f.Sources, Cited{
			ID: s.ID, Short: s.Short(), Entry: s.Entry(), Finding: s.Finding, Marks: s.Marks,
			Href: href(book.References) + "#" + book.EscapePath(s.ID),
		})
	}
	if e.Path == book.Glossary {
		f.Uses = termUses(b, e, href)
	}
	return f
}

// termUses lists for each heading of the glossary that is a term the chapters that link to it.
func termUses(b *book.Book, glossary *book.Entry, href func(string) string) [][]Link {
	uses := make([][]Link, len(glossary.Headings))
	for _, term := range b.Terms {
		i := slices.IndexFunc(glossary.Headings, func(h chapter.Heading) bool { return h.ID == term.ID })
		for _, e := range term.Uses {
			uses[i] = append(uses[i], Link{href(e.Path), e.NavTitle()})
		}
	}
	return uses
}

// A Filler makes the markup of one text. Its methods are called in the order in which a page shows what they make.
type Filler struct {
	*Text
	numbers map[string]int  // of the sources, by id, from 1
	shown   map[string]bool // popovers that stand on the page already
	key     []byte          // answers of the questions, where the layouts want them apart
}

// NewFiller makes a filler.
func NewFiller(t *Text) *Filler { return &Filler{Text: t, shown: map[string]bool{}} }

// Title appends the inside of the chapter's title.
func (f *Filler) Title(dst []byte) []byte { return f.Chapter.TitleHTML.Splice(dst, f.fill) }

// Body appends the chapter without its title.
func (f *Filler) Body(dst []byte) []byte { return f.Chapter.Body.Splice(dst, f.fill) }

// Key appends the answers to the questions of the body, where the layouts have a "quiz-key" for the kind of output.
func (f *Filler) Key(dst []byte) []byte { return append(dst, f.key...) }

// most is how large a page may become, in bytes, by what is filled in: a chapter may show a drawing a thousand times.
const most = 32 << 20

func (f *Filler) fill(dst []byte, hole chapter.Hole) []byte {
	if len(dst) > most {
		return dst
	}
	switch hole.Kind {
	case chapter.LinkHref:
		return chapter.AppendEscaped(dst, f.Filling.Links[hole.Index].Href)
	case chapter.LinkTitle:
		return chapter.AppendEscaped(dst, f.Filling.Links[hole.Index].Title)
	case chapter.LinkEnd:
		return f.term(dst, &f.Filling.Links[hole.Index])
	case chapter.PictureHere:
		return f.picture(dst, hole.Index)
	case chapter.CitationHere:
		return f.mark(dst, hole.Index)
	case chapter.QuestionHere:
		return f.question(dst, hole.Index)
	case chapter.InsertHere:
		return f.insert(dst, hole.Index)
	case chapter.TermEnd:
		return f.uses(dst, f.Filling.Uses[hole.Index])
	case chapter.Word:
		return chapter.AppendEscaped(dst, f.Fragments.words[hole.Word])
	}
	return dst
}

func (f *Filler) term(dst []byte, l *Linked) []byte {
	if l.Term == 0 {
		return dst
	}
	return f.Fragments.term.Splice(dst, 0, "_term-"+strconv.Itoa(l.Term), l.TermTitle, l.TermText, l.Href)
}

// uses says where a term of the glossary is used.
func (f *Filler) uses(dst []byte, chapters []Link) []byte {
	if len(chapters) == 0 {
		return dst
	}
	return f.Fragments.termUses.Splice(dst, 0, string(f.Fragments.Uses(chapters)))
}

// Uses is a list of places where something is used.
func (f *Fragments) Uses(chapters []Link) []byte {
	var list []byte
	for _, c := range chapters {
		list = f.use.Splice(list, 0, c.Href, c.Title)
	}
	return list
}

func (f *Filler) picture(dst []byte, index int) []byte {
	given, shown := f.Chapter.Pictures[index], f.Filling.Pictures[index]
	if shown.Picture == nil {
		return chapter.AppendEscaped(dst, given.Alt)
	}
	if shown.Picture.Drawing {
		return shown.Picture.AppendSVG(dst, "_f"+strconv.Itoa(index+1)+"-", given.Alt)
	}
	dst = append(dst, `<img src="`...)
	dst = chapter.AppendEscaped(dst, shown.Href)
	dst = append(dst, `" alt="`...)
	dst = chapter.AppendEscaped(dst, given.Alt)
	if w, h := shown.Picture.Width, shown.Picture.Height; w > 0 && h > 0 {
		dst = append(dst, `" width="`...)
		dst = strconv.AppendInt(dst, int64(w), 10)
		dst = append(dst, `" height="`...)
		dst = strconv.AppendInt(dst, int64(h), 10)
	}
	return append(dst, `" loading="lazy" decoding="async" />`...)
}

// mark appends a citation's numbers, one for each source.
func (f *Filler) mark(dst []byte, index int) []byte {
	for i, named := range f.Chapter.Citations[index].Sources {
		n := f.number(named.ID)
		if n == 0 {
			continue // unknown: a problem, and nothing will be published
		}
		s := f.Filling.Sources[n-1]
		id, pop := markID(index, i), "_pop-"+strconv.Itoa(n)
		if named.Locator != "" {
			pop = id + "-pop"
		}
		flags := Bit(s.Finding != "", First) | Bit(named.Locator != "", Second) | Bit(!f.shown[pop], Third)
		f.shown[pop] = true
		dst = f.Fragments.cite.Splice(dst, flags,
			strconv.Itoa(n), "#"+SourceID(s.ID), id, pop, s.Short, firstSentence(s.Finding), named.Locator)
	}
	return dst
}

func (f *Filler) number(id string) int {
	if f.numbers == nil {
		f.numbers = make(map[string]int, len(f.Filling.Sources))
		for i, s := range f.Filling.Sources {
			f.numbers[s.ID] = i + 1
		}
	}
	return f.numbers[id]
}

// markID is the anchor of the i-th source in the mark with the index.
func markID(index, i int) string {
	id := "_cite-" + strconv.Itoa(index+1)
	if i > 0 {
		id += "-" + strconv.Itoa(i+1)
	}
	return id
}

// SourceID is the anchor of a source in a chapter's list.
func SourceID(id string) string { return "_source-" + book.EscapePath(id) }

// firstSentence shortens a finding to what fits a popover.
func firstSentence(text string) string {
	for i := range len(text) - 2 {
		if (text[i] == '.' || text[i] == '?' || text[i] == '!') && text[i+1] == ' ' && text[i+2] >= 'A' && text[i+2] <= 'Z' && i > 40 {
			return text[:i+1]
		}
	}
	return text
}

// Sources appends the list of the chapter's sources.
func (f *Filler) Sources(dst []byte) []byte {
	var marks []byte
	for i, source := range f.Filling.Sources {
		number := strconv.Itoa(i + 1)
		marks = marks[:0]
		for n, mark := range source.Marks {
			marks = f.Fragments.sourceMark.Splice(marks, 0, "#"+f.firstMark(mark, source.ID), letters(n), number)
		}
		dst = f.Fragments.source.Splice(dst, Bit(source.Finding != "", First),
			SourceID(source.ID), number, source.Entry, source.Href, string(marks), firstSentence(source.Finding))
	}
	return dst
}

func (f *Filler) firstMark(mark int, id string) string {
	for i, named := range f.Chapter.Citations[mark].Sources {
		if named.ID == id {
			return markID(mark, i)
		}
	}
	return markID(mark, 0)
}

// letters counts a, b, … z, aa, ab …
func letters(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letters(n/26-1) + letters(n%26)
}
