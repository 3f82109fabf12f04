package site

import (
	"slices"
	"strconv"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
)

// A filling is what goes into the holes of a chapter's body.
type filling struct {
	Links    []link
	Pictures []drawn
	Sources  []cited
	Shown    []shown
	Uses     [][]navItem // of the glossary's terms, by index of the heading
}

type link struct {
	Href, Title string
	Term        int // index in Terms from 1, or 0
	TermTitle   string
	TermText    string
}

type drawn struct {
	Picture *picture.Picture
	Href    string
}

// A cited source of the chapter.
type cited struct {
	ID, Short, Entry, Finding, Href string
	Marks                           []int // of the chapter's citations
}

func (p *planner) filling(e *book.Entry) filling {
	f := filling{Links: make([]link, len(e.Targets)), Pictures: make([]drawn, len(e.Drawn)), Shown: p.shown(e)}
	terms := 0
	for i, target := range e.Targets {
		f.Links[i] = link{Href: target.Href, Title: target.Title}
		if e.Path == book.NotFound && target.Entry != nil {
			f.Links[i].Href = p.href(e, target.Path)
		}
		if target.Term != nil && e.Links[i].Term && target.Term.Text != "" {
			terms++
			f.Links[i].Term, f.Links[i].TermTitle, f.Links[i].TermText = terms, target.Term.Title, target.Term.Text
		}
	}
	for i, picture := range e.Drawn {
		f.Pictures[i] = drawn{picture, book.Relative(e.URL, e.DrawnAt[i])}
	}
	for _, s := range e.Cited {
		f.Sources = append(f.Sources, cited{
			ID: s.ID, Short: s.Short(), Entry: s.Entry(), Finding: s.Finding, Marks: s.Marks,
			Href: p.href(e, book.References) + "#" + book.EscapePath(s.ID),
		})
	}
	if e.Path == book.Glossary {
		f.Uses = p.termUses(e)
	}
	return f
}

// termUses lists for each heading of the glossary that is a term the chapters that link to it.
func (p *planner) termUses(glossary *book.Entry) [][]navItem {
	uses := make([][]navItem, len(glossary.Headings))
	for _, term := range p.Terms {
		i := slices.IndexFunc(glossary.Headings, func(h chapter.Heading) bool { return h.ID == term.ID })
		for _, e := range term.Uses {
			uses[i] = append(uses[i], navItem{Href: book.Relative(glossary.URL, e.URL), Title: e.NavTitle()})
		}
	}
	return uses
}

// A filler fills the holes of one page.
type filler struct {
	*page
	numbers map[string]int  // of the sources, by id, from 1
	shown   map[string]bool // popovers that stand on the page already
}

func (f *filler) fill(dst []byte, hole chapter.Hole) []byte {
	switch hole.Kind {
	case chapter.LinkHref:
		return chapter.AppendEscaped(dst, f.Body.Links[hole.Index].Href)
	case chapter.LinkTitle:
		return chapter.AppendEscaped(dst, f.Body.Links[hole.Index].Title)
	case chapter.LinkEnd:
		return f.term(dst, f.Body.Links[hole.Index])
	case chapter.PictureHere:
		return f.picture(dst, hole.Index)
	case chapter.CitationHere:
		return f.mark(dst, hole.Index)
	case chapter.QuestionHere:
		return f.question(dst, hole.Index)
	case chapter.InsertHere:
		return f.insert(dst, hole.Index)
	case chapter.TermEnd:
		return f.uses(dst, f.Body.Uses[hole.Index])
	case chapter.Word:
		return chapter.AppendEscaped(dst, f.Fragments.words[hole.Word])
	}
	return dst
}

func (f *filler) term(dst []byte, l link) []byte {
	if l.Term == 0 {
		return dst
	}
	return f.Fragments.term.splice(dst, 0, "_term-"+strconv.Itoa(l.Term), l.TermTitle, l.TermText, l.Href)
}

// uses says where a term of the glossary is used.
func (f *filler) uses(dst []byte, chapters []navItem) []byte {
	if len(chapters) == 0 {
		return dst
	}
	return f.Fragments.termUses.splice(dst, 0, string(f.Fragments.useList(chapters)))
}

func (f *filler) picture(dst []byte, index int) []byte {
	given, shown := f.Chapter.Pictures[index], f.Body.Pictures[index]
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
func (f *filler) mark(dst []byte, index int) []byte {
	for i, named := range f.Chapter.Citations[index].Sources {
		n := f.number(named.ID)
		if n == 0 {
			continue // unknown: a problem, and nothing will be published
		}
		s := f.Body.Sources[n-1]
		id, pop := markID(index, i), "_pop-"+strconv.Itoa(n)
		if named.Locator != "" {
			pop = id + "-pop"
		}
		flags := bit(s.Finding != "", first) | bit(named.Locator != "", second) | bit(!f.shown[pop], third)
		f.shown[pop] = true
		dst = f.Fragments.cite.splice(dst, flags,
			strconv.Itoa(n), "#"+sourceID(s.ID), id, pop, s.Short, firstSentence(s.Finding), named.Locator)
	}
	return dst
}

func (f *filler) number(id string) int {
	if f.numbers == nil {
		f.numbers = make(map[string]int, len(f.Body.Sources))
		for i, s := range f.Body.Sources {
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

func sourceID(id string) string { return "_source-" + book.EscapePath(id) }

// firstSentence shortens a finding to what fits a popover.
func firstSentence(text string) string {
	for i := range len(text) - 2 {
		if (text[i] == '.' || text[i] == '?' || text[i] == '!') && text[i+1] == ' ' && text[i+2] >= 'A' && text[i+2] <= 'Z' && i > 40 {
			return text[:i+1]
		}
	}
	return text
}

// sources is the list at the chapter's end.
func (in *page) sources(s *scratch) {
	s.sources = s.sources[:0]
	for i, source := range in.Body.Sources {
		number := strconv.Itoa(i + 1)
		s.inner = s.inner[:0]
		for n, mark := range source.Marks {
			s.inner = in.Fragments.sourceMark.splice(s.inner, 0, "#"+in.firstMark(mark, source.ID), letters(n), number)
		}
		s.sources = in.Fragments.source.splice(s.sources, 0, sourceID(source.ID), number, source.Entry, source.Href, view(s.inner))
	}
}

func (in *page) firstMark(mark int, id string) string {
	for i, named := range in.Chapter.Citations[mark].Sources {
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
