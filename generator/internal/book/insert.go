package book

import (
	"strconv"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
)

// A Shown is the file of one of a chapter's inserts.
type Shown struct {
	Target // of the file

	// What it holds, by the kind of the insert; neither is there where the file is not.
	Help       *help.Help
	Reflection *quiz.Reflection

	Level int      // of a help file's headings
	IDs   []string // the anchors of its countries, one each
}

// Inserted lists the files that inserts of a kind name, relative to content/, each once.
func Inserted(chapters []*chapter.Chapter, kind string) []string {
	var names []string
	seen := map[string]bool{}
	for _, c := range chapters {
		for _, insert := range c.Inserts {
			if name, _, ok := local(c.Path, insert.Target); ok && insert.Kind == kind && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// show finds the files of a chapter's inserts, and puts their sections among its headings.
func (b *Book) show(e *Entry) {
	e.Headings = e.Chapter.Headings
	for _, insert := range e.Inserts {
		s := Shown{Target: b.target(e, chapter.Link{Target: insert.Target})}
		switch insert.Kind {
		case chapter.HelpInsert:
			s.Help = b.Helps[s.Path]
		case chapter.ReflectionInsert:
			s.Reflection = b.Reflections[s.Path]
		}
		switch {
		case s.Help != nil:
			e.section(&s, insert.Offset)
		case s.Reflection == nil && s.Fault == Sound:
			s.Fault = DeadLink // under static/, which is not read
		}
		e.Shown = append(e.Shown, s)
	}
}

// section gives each country a heading, one level below the one that the insert stands under.
func (e *Entry) section(s *Shown, offset int) {
	at, used := 0, map[string]bool{e.TitleID: true}
	for i, h := range e.Headings {
		used[h.ID] = true
		if h.Offset <= offset {
			at = i + 1
		}
	}
	s.Level = 2
	for _, h := range e.Chapter.Headings {
		if h.Offset < offset {
			s.Level = min(h.Level+1, 6)
		}
	}
	headings := append([]chapter.Heading{}, e.Headings[:at]...)
	for _, country := range s.Help.Countries {
		id := chapter.Slug(country.Name)
		for n := 1; used[id] || id == ""; n++ {
			id = chapter.Slug(country.Name) + "-" + strconv.Itoa(n)
		}
		used[id] = true
		s.IDs = append(s.IDs, id)
		headings = append(headings, chapter.Heading{Level: s.Level, ID: id, Text: country.Name, Offset: offset})
	}
	e.Headings = append(headings, e.Headings[at:]...)
}
