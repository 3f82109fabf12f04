package book_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
	"github.com/side-by-side-guide/side-by-side/generator/internal/references"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// assemble makes a book of an archive that holds site.toml and files relative to content/.
func assemble(t *testing.T, archive string, drafts bool) (*book.Book, []diag.Problem) {
	t.Helper()
	from := book.Source{Files: map[string]*source.File{}, Pictures: map[string]*picture.Picture{}, Drafts: drafts}
	var works *source.File
	parser := chapter.NewParser(chapter.Settings{Language: "en"})
	for _, f := range txtar.Parse([]byte(archive)).Files {
		file := source.NewFile(chapter.Root+f.Name, f.Data)
		switch {
		case f.Name == "site.toml":
			from.Config, _ = config.Parse(source.NewFile("site.toml", f.Data), diag.NewRules())
			continue
		case f.Name == "references.json":
			works = file
		case f.Name == "help.toml":
			from.Helps = map[string]*help.Help{}
			from.Helps[f.Name], _ = help.Parse(file)
		case strings.HasSuffix(f.Name, ".md"):
			from.Chapters = append(from.Chapters, chapter.Parse(chapter.Input{File: file, Parser: parser}))
		case picture.Known(f.Name):
			from.Pictures[f.Name], _ = picture.Parse(file)
		}
		from.Files[f.Name] = file
	}
	from.References, _ = references.Parse(works, nil)
	return book.Assemble(from)
}

const small = `
-- site.toml --
title = "Small"
[[part]]
title    = "One"
chapters = ["one/b.md", "one/*.md"]
[[part]]
title    = "Two"
chapters = ["two/*.md", "glossary.md"]
-- 404.md --
# Lost
-- glossary.md --
# Glossary

## Trust

Being *sure* of [somebody](one/a.md) [@ann].

## Repair

- no paragraph

## Plan

What we do next.
-- index.md --
# Cover
-- loose.md --
---
draft: true
---

# Loose
-- one/a.md --
# A

It is so [@bob; @ann, p. 2] [@nobody] [@ann].
-- one/b.md --
---
nav_title: Short
---

# B {#top}

It is so [@ann].

## Section
-- one/c.md --
---
draft: true
---

# C

[a](a.md)
-- orphan.md --
# Orphan
-- references.json --
[{"id": "ann", "type": "book", "title": "On trust"}, {"id": "bob", "type": "book", "title": "On rest"}]
-- two/d.md --
# D
-- two/p.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>
-- two/plan & x.txt --
Plan.
-- static/robots.txt --
None.
`

func TestPagesStandInTheOrderOfTheParts(t *testing.T) {
	for _, test := range []struct {
		drafts bool
		want   string
	}{
		{false, "index.md one/b.md one/a.md two/d.md glossary.md 404.md"},
		{true, "index.md one/b.md one/a.md one/c.md two/d.md glossary.md 404.md loose.md"},
	} {
		b, problems := assemble(t, small, test.drafts)
		if len(problems) > 0 {
			t.Error(problems)
		}
		var got []string
		for _, e := range b.Entries {
			got = append(got, e.Path)
			if !e.Published {
				t.Errorf("%s is not published", e.Path)
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("drafts %t:\n%s\nwant\n%s", test.drafts, s, test.want)
		}
	}
}

func TestAPageHasNeighboursAndAPart(t *testing.T) {
	b, _ := assemble(t, small, false)
	var got []string
	for _, e := range b.All {
		part, previous, next := "-", "-", "-"
		if e.Part != nil {
			part = e.Part.Title + "/" + e.Part.ID
		}
		if e.Previous != nil {
			previous = e.Previous.NavTitle()
		}
		if e.Next != nil {
			next = e.Next.NavTitle()
		}
		got = append(got, fmt.Sprintf("%s %s %s<%s>%s published=%t orphan=%t", e.URL, e.NavTitle(), previous, part, next, e.Published, e.Orphan))
	}
	want := `404.html Lost -<->- published=true orphan=false
glossary.html Glossary D<Two/part-two>- published=true orphan=false
index.html Cover -<->Short published=true orphan=false
loose.html Loose -<->- published=false orphan=false
one/a.html A Short<One/part-one>D published=true orphan=false
one/b.html Short Cover<One/part-one>A published=true orphan=false
one/c.html C -<->- published=false orphan=false
orphan.html Orphan -<->- published=false orphan=true
two/d.html D A<Two/part-two>Glossary published=true orphan=false`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

func TestPartsWithOneTitleHaveTwoAnchors(t *testing.T) {
	b, _ := assemble(t, `
-- site.toml --
title = "T"
[[part]]
title = "A & B"
chapters = ["a.md"]
[[part]]
title = "a b"
chapters = ["b.md"]
[[part]]
title = "A -- B"
chapters = ["c.md"]
-- a.md --
# A
-- b.md --
# B
-- c.md --
# C
`, false)
	seen := map[string]bool{}
	for _, part := range b.Parts {
		if seen[part.ID] {
			t.Errorf("the anchor %s is given twice", part.ID)
		}
		seen[part.ID] = true
	}
}

func TestSourcesAreNumberedByFirstUse(t *testing.T) {
	b, _ := assemble(t, small, false)
	a := b.Entry("one/a.md")
	var got []string
	for _, c := range a.Cited {
		got = append(got, fmt.Sprintf("%d %s %v", a.Numbers[c.ID], c.ID, c.Marks))
	}
	if s := strings.Join(got, "; "); s != "1 bob [0]; 2 ann [0 2]" {
		t.Error(s)
	}
	var uses []string
	for _, e := range b.Uses["ann"] {
		uses = append(uses, e.Path)
	}
	if s := strings.Join(uses, " "); s != "one/b.md one/a.md glossary.md" {
		t.Errorf("uses of ann: %s, want the order of the pages", s)
	}
}

func TestTermsAreTheGlossarysHeadings(t *testing.T) {
	b, _ := assemble(t, small, false)
	var got []string
	for _, term := range b.Terms {
		got = append(got, fmt.Sprintf("%s %q %q", term.ID, term.Title, term.Text))
	}
	want := `trust "Trust" "Being sure of somebody."
repair "Repair" ""
plan "Plan" "What we do next."`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

func TestLinksLeadSomewhereOrHaveAFault(t *testing.T) {
	faults := map[book.Fault]string{
		book.DeadLink: "dead-link", book.WrongCase: "wrong-case", book.LinkToDraft: "link-to-draft", book.DeadAnchor: "dead-anchor",
		book.UnknownTerm: "unknown-term", book.OutsideGuide: "outside", book.Unreadable: "unreadable",
	}
	for link, want := range map[string]string{
		"../one/a.md":             "../one/a.html",
		"a.md":                    "dead-link",
		"../one/b.md#top":         "../one/b.html#top",
		"../one/b.md#section":     "../one/b.html#section",
		"../one/b.md#lost":        "dead-anchor",
		"../one/b.md#":            "../one/b.html",
		"#d":                      "#d",
		"d.md":                    "d.html",
		"d.md#d":                  "#d",
		"#lost":                   "dead-anchor",
		"../ONE/a.md":             "wrong-case",
		"../one/c.md":             "link-to-draft",
		"../loose.md":             "link-to-draft",
		"../orphan.md":            "../orphan.html", // an error already, where it stands
		"../glossary.md#trust":    "../glossary.html#trust",
		"../glossary.md#tryst":    "unknown-term",
		"../glossary.md":          "../glossary.html",
		"../../x.md":              "outside",
		"/one/a.md":               "outside",
		"%zz":                     "unreadable",
		"p.svg":                   "p.svg",
		"plan%20&amp;%20x.txt":    "plan%20&%20x.txt",
		"<plan & x.txt>":          "plan%20&%20x.txt",
		"../static/robots.txt":    "dead-link",
		"../robots.txt":           "../robots.txt",
		"../Robots.txt":           "wrong-case",
		"../one/a.html":           "dead-link",
		"<https://example.org/ä>": "https://example.org/%C3%A4",
		"mailto:a@b.org":          "mailto:a@b.org",
		"../one/../one/./a.md":    "../one/a.html",
		"../references.json":      "../references.json",
	} {
		archive := strings.Replace(small, "# D\n", "# D\n\n[text]("+link+")\n", 1)
		b, _ := assemble(t, archive, false)
		d := b.Entry("two/d.md")
		if len(d.Targets) != 1 {
			if want != "dead-link" || len(d.Targets) > 0 {
				t.Errorf("%s: %d links", link, len(d.Targets))
			}
			continue
		}
		got := d.Targets[0].Href
		if d.Targets[0].Fault != book.Sound {
			got = faults[d.Targets[0].Fault]
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", link, got, want)
		}
	}
}

func TestOnlyWhatPagesReferToIsUsed(t *testing.T) {
	archive := strings.Replace(small, "# D\n", "# D\n\n![p](p.svg) [p](p.svg) [plan](<plan & x.txt>) [cover](../index.md)\n", 1)
	b, _ := assemble(t, archive, false)
	if got := strings.Join(b.Used(), " | "); got != "two/p.svg | two/plan & x.txt" {
		t.Error(got)
	}
	b, _ = assemble(t, small, false)
	if got := b.Used(); len(got) > 0 {
		t.Error(got)
	}
}

func TestRelativeAddresses(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "a/b.html", "a/b.html"},
		{"a/b.html", "index.html", "../index.html"},
		{"a/b.html", "a/c.html", "c.html"},
		{"a/b.html", "a/b.html", "b.html"},
		{"a/b/c.html", "a/d/e.html", "../d/e.html"},
		{"a/b/c.html", "a/b.html", "../b.html"},
		{"a/b.html", "a/b/c.html", "b/c.html"},
		{"a/a.html", "b/a/a.html", "../b/a/a.html"},
		{"x y/a.html", "x y/b c.html", "b%20c.html"},
		{"a.html", "it's 100% #1?.html", "it's%20100%25%20%231%3F.html"},
		{"心/愛.html", "a/é.html", "../a/%C3%A9.html"},
	} {
		if got := book.Relative(test.from, test.to); got != test.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", test.from, test.to, got, test.want)
		}
	}
}

func TestAFirstNameWithAColonIsNoScheme(t *testing.T) {
	if got := book.Relative("index.html", "a:b.html"); strings.Contains(got, ":") {
		t.Errorf("%q would be read as a scheme", got)
	}
}

func TestEscapePathKeepsWhatAPathMayHold(t *testing.T) {
	for path, want := range map[string]string{
		"a-b_c~d.e/f": "a-b_c~d.e/f", "!$&'()*+,;=@": "!$&'()*+,;=@", "%": "%25", "a b": "a%20b", "\"<>\\^`{|}#?:[]": "%22%3C%3E%5C%5E%60%7B%7C%7D%23%3F%3A%5B%5D",
		"é": "%C3%A9", "\n": "%0A", "": "",
	} {
		if got := book.EscapePath(path); got != want {
			t.Errorf("EscapePath(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestFixedPagesNeedNoPart(t *testing.T) {
	for _, path := range []string{"index.md", "glossary.md", "references.md", "outline.md", "404.md"} {
		if !config.Fixed(path) {
			t.Errorf("%s is not fixed", path)
		}
	}
	if config.Fixed("a/index.md") {
		t.Error("a/index.md is fixed")
	}
}

// Countries are sections below the heading that their callout stands under, and their anchors are free ones.
func TestCountriesAreHeadings(t *testing.T) {
	archive := strings.Replace(small, "# D\n", "# Spain\n\n## Far\n\n### Near\n\n> [!HELP] ../help.toml\n\n## Mali\n\n> [!HELP] ../help.toml\n\n> [!HELP] ../static/help.toml\n\n> [!HELP] ../glossary.toml\n", 1) +
		"-- help.toml --\n[[country]]\nname = \"Mali\"\nline = [{name = \"A\"}]\n[[country]]\nname = \"Spain\"\nline = [{name = \"A\"}]\n-- static/help.toml --\n"
	b, _ := assemble(t, archive, false)
	d := b.Entry("two/d.md")
	var got []string
	for _, h := range d.Headings {
		got = append(got, fmt.Sprint(h.Level, " ", h.ID))
	}
	want := "2 far | 3 near | 4 mali-1 | 4 spain-1 | 2 mali | 3 mali-2 | 3 spain-2"
	if got := strings.Join(got, " | "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := strings.Join(b.Anchors(d), " "); !strings.Contains(got, "mali-1") {
		t.Errorf("anchors %s", got)
	}
	if d.Shown[2].Help != nil || d.Shown[2].Fault != book.DeadLink || d.Shown[3].Fault != book.DeadLink {
		t.Errorf("%+v", d.Shown[2:])
	}
}

// What is new in a chapter or beside the chapters may be seen by other pages. So it must be part of a face, or be listed
// here as the chapter's own.
func TestFacesHoldWhatOthersSee(t *testing.T) {
	for _, test := range []struct {
		of          any
		seen, aside string
	}{
		{chapter.Chapter{}, "Path Front Title TitleID Headings Links Pictures Citations Questions Inserts Features",
			"File TitleHTML TitleAt Body Blocks Words Problems key face"},
		// Pictures, Helps and Reflections are made of Files, Defaults are among the Chapters, and Outputs are the program's.
		{book.Source{}, "Config Chapters Defaults References Files Lock Drafts", "Pictures Helps Reflections Outputs Before Memory"},
	} {
		kind := reflect.TypeOf(test.of)
		known := strings.Fields(test.seen + " " + test.aside)
		for i := range kind.NumField() {
			if name := kind.Field(i).Name; !slices.Contains(known, name) {
				t.Errorf("%v has a new field %s: add it to the face, unless no other page can ever show it or depend on it", kind, name)
			}
		}
	}
}
