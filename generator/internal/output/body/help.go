package body

import (
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
)

// A Shown is a data file, and how a page shows it.
type Shown struct {
	Help   *help.Help
	Level  int      // of the countries' headings
	IDs    []string // of the countries, one each
	Report string   // where to tell of a wrong number, or empty

	Reflection *quiz.Reflection
	Links      []Link // to the reflection's chapters
}

func show(b *book.Book, e *book.Entry, href func(string) string, contact string) (all []Shown) {
	for _, s := range e.Shown {
		all = append(all, Shown{s.Help, s.Level, s.IDs, contact, s.Reflection, reflectionLinks(b, s.Reflection, href)})
	}
	return all
}

// insert appends what a data file holds. One that is not there is a problem, and nothing will be published.
func (f *Filler) insert(dst []byte, index int) []byte {
	switch s := &f.Filling.Shown[index]; {
	case s.Help != nil:
		return f.help(dst, s)
	case s.Reflection != nil:
		return f.reflection(dst, s.Reflection, s.Links)
	}
	return dst
}

// help appends a list of countries to jump to, each with its first emergency number, then directories, then each country.
func (f *Filler) help(dst []byte, s *Shown) []byte {
	var jump, countries []byte
	for i, c := range s.Help.Countries {
		now := ""
		if len(c.Emergency) > 0 {
			now = c.Emergency[0].Phone
		}
		jump = f.Fragments.helpJump.Splice(jump, Bit(now != "", First), "#"+s.IDs[i], c.Name, help.Dial(now), now)
		level := strconv.Itoa(s.Level)
		countries = append(countries, "<h"+level+` id="`...)
		countries = chapter.AppendEscaped(countries, s.IDs[i])
		countries = append(countries, `">`...)
		countries = chapter.AppendEscaped(countries, c.Name)
		countries = append(countries, "</h"+level+">\n<ul class=\"help plain\">\n"...)
		countries = f.entries(countries, c.Emergency)
		countries = f.entries(countries, c.Lines)
		countries = append(countries, "</ul>\n"...)
	}
	unchecked := false
	for _, e := range s.Help.Entries() {
		unchecked = unchecked || !e.IsChecked()
	}
	flags := Bit(unchecked, First) | Bit(s.Report != "", Second) | Bit(len(s.Help.Directories) > 0, Third) | Bit(len(countries) > 0, Fourth)
	return f.Fragments.help.Splice(dst, flags, s.Report, string(f.entries(nil, s.Help.Directories)), string(jump), string(countries))
}

func (f *Filler) entries(dst []byte, list []help.Entry) []byte {
	words := f.Fragments.words
	for _, e := range list {
		var facts []string
		for _, fact := range []string{e.For, e.Hours, e.Languages} {
			if fact != "" {
				facts = append(facts, fact)
			}
		}
		seen := words["help-seen"] + " " + help.Host(e.Source) + ", " + words["help-dated"]
		switch {
		case e.IsChecked():
			seen = words["help-checked"] + " " + help.Host(e.Source) + ","
		case e.Dated.Year == 0:
			seen = words["help-seen"] + " " + help.Host(e.Source) + ", " + words["help-read"]
		}
		flags := Bit(e.Name != "", First) | Bit(e.Note != "", Second) | Bit(len(facts) > 0, Third)
		dst = f.Fragments.helpEntry.Splice(dst, flags, e.Name, strings.Join(facts, " · "), string(f.contacts(e)), e.Note, seen, e.Seen())
	}
	return dst
}

// contacts are the ways to reach a service, the fastest first.
func (f *Filler) contacts(e help.Entry) (dst []byte) {
	if e.Phone != "" {
		dst = f.Fragments.helpPhone.Splice(dst, 0, help.Dial(e.Phone), e.Phone)
	}
	if e.TTY != "" {
		dst = f.Fragments.helpTTY.Splice(dst, 0, help.Dial(e.TTY), e.TTY)
	}
	if e.SMS != "" {
		dst = f.Fragments.helpSMS.Splice(dst, Bit(e.Keyword != "", First), help.Dial(e.SMS), e.Keyword, e.SMS)
	}
	if e.Chat != "" {
		dst = f.Fragments.helpChat.Splice(dst, 0, e.Chat, help.Host(e.Chat))
	}
	if e.Web != "" {
		dst = f.Fragments.helpWeb.Splice(dst, 0, e.Web, help.Host(e.Web))
	}
	if e.Email != "" {
		dst = f.Fragments.helpWeb.Splice(dst, 0, "mailto:"+e.Email, e.Email)
	}
	return dst
}
