// Package single publishes a book as one page that needs no other file: styles, scripts, drawings and pictures stand in
// it, and each link within the guide leads to another place of the page. It can be sent, opened from a stick, and printed.
//
// It keeps law 1 of the house: the page is a function of the book and the layouts. An id of a chapter gets the chapter's
// address in front, as in practise/saying-no:scripts, so that no two are the same and links into the page last.
package single

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Output is the one-file edition as a value for the list of outputs.
var Output = book.Output{Name: "single", Late: true, Plan: plan, Paths: paths, Size: size}

// An edition is the input of the job that makes the page.
type edition struct {
	URL, Accent, Help, Print                               string
	Title, Tagline, Description, Authors, Updated, License string

	Search    string // what the search box is told, without its index; empty if the layouts have none
	Shell     *theme.Shell
	Fragments *fragments
	Parts     []part
	Chapters  []article
}

// A part is one of the table of contents.
type part struct {
	Title, Accent, ID string
	Chapters          []entry
}

type entry struct{ Href, Title, Description string }

// An article is a chapter of the page.
type article struct {
	Place, Path, Accent, Part string
	Sensitive                 bool
	Text                      body.Text
	References                []body.Reference
	Kept                      []kept
}

type fragments struct {
	*body.Fragments
	cover, contents, part, entry, chapter body.Fragment
}

func paths(b *book.Book) []string {
	if !b.Config.Single {
		return nil
	}
	return []string{body.EditionURL(b, ".html")}
}

func plan(b *book.Book, t *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
	if !b.Config.Single {
		return nil, nil
	}
	in, problems := frame(b, t)
	if len(problems) > 0 {
		return nil, problems
	}
	for _, e := range b.Entries {
		if !book.IsList(e.Path) {
			in.Chapters = append(in.Chapters, articleOf(b, e, in.Fragments))
		}
	}
	return []job.Job[book.Made]{job.New("single", in, makeEdition)}, nil
}

// frame is the edition without its chapters.
func frame(b *book.Book, t *theme.Theme) (edition, []diag.Problem) {
	f, problems := newFragments(t, b)
	c := b.Config
	in := edition{
		URL: body.EditionURL(b, ".html"), Print: string(t.Print().Bytes()), Title: c.Title, Tagline: c.Tagline, Description: c.Description,
		Authors: strings.Join(c.Authors, ", "), Updated: c.Updated, License: c.License, Fragments: f,
	}
	features, sensitive := []string{"single", "cover", "motif", "outline", "sources", "term", "pop", "glossary", "references"}, false
	for _, e := range b.Entries {
		if book.IsList(e.Path) {
			continue
		}
		features = append(features, e.Features...)
		sensitive = sensitive || e.Front.Sensitive
	}
	in.contents(b, t)
	if help := b.Entry(c.Help.Chapter); help != nil && help.Published {
		in.Help = "#" + place(help.Path)
	}
	if len(b.Parts) > 0 {
		in.Accent = b.Parts[0].Accent
	}
	if t.Part("search/box.js") != nil {
		in.Search = string(body.SearchSettings(t, c.Language, "menu", map[string]any{"css": ""}))
		features = append(features, "search", "search/box")
	}
	shell, found := t.Shell(theme.Page{
		Template: "single", Slots: slots, Features: features, Site: body.SiteOf(b),
		Has: map[string]bool{"Search": in.Search != "", "Help": in.Help != "", "Sensitive": sensitive, "Description": c.Description != ""},
	})
	in.Shell = shell
	return in, append(problems, found...)
}

// size adds up the chapters, with their rows in the index, and what is around them.
func size(b *book.Book, t *theme.Theme) int {
	in, problems := frame(b, t)
	if len(problems) > 0 {
		return 0
	}
	around := job.New("single-frame", in, func(in edition) int { return len(makeEdition(in).Files[0].Data) + len(in.list(nil)) })
	return b.Measure("single-share", t, around, func(e *book.Entry) int {
		a := articleOf(b, e, in.Fragments)
		return len(in.article(nil, &a)) + len(in.row(&a))
	})
}

func newFragments(t *theme.Theme, b *book.Book) (*fragments, []diag.Problem) {
	f := &fragments{}
	var problems []diag.Problem
	f.Fragments, problems = body.NewFragments(t, "single", b)
	l := body.Loader{Theme: t, Problems: problems}
	f.cover = l.Load("single-cover", []string{"HeadingID", "Heading…", "Tagline", "Authors", "Updated", "License", "Body…", "Sources…"},
		[]string{"Authors", "Updated", "License", "Sources"})
	f.contents = l.Load("single-contents", []string{"List…"}, nil)
	f.part = l.Load("outline-part", []string{"Title", "Accent", "ID", "Chapters…"}, nil)
	f.entry = l.Load("outline-chapter", []string{"Href", "Title", "Description"}, []string{"Description"})
	f.chapter = l.Load("single-chapter", []string{"Accent", "Part", "HeadingID", "Heading…", "Body…", "List…", "Sources…"},
		[]string{"Part", "Sensitive", "List", "Sources"})
	return f, l.Problems
}

var slots = []theme.Slot{
	{Name: "Title"}, {Name: "Description"}, {Name: "Accent"}, {Name: "HelpHref"}, {Name: "ContentsHref"}, {Name: "ScriptHashes"}, {Name: "PrintHash"},
	{Name: "Print", HTML: true}, {Name: "Body", HTML: true}, {Name: "Scripts", HTML: true},
}

// contentsPlace is the id of the table of contents.
const contentsPlace = "_contents"

// place is the id of a chapter.
func place(path string) string {
	if book.IsList(path) {
		return contentsPlace
	}
	return body.Plain(strings.TrimSuffix(path, ".md"))
}

// far is the address of another chapter until the page is put together: with two number signs, as no other has.
func far(path string) string { return "##" + place(path) }

func articleOf(b *book.Book, e *book.Entry, f *fragments) article {
	a := article{Place: place(e.Path), Path: e.Path, Sensitive: e.Front.Sensitive}
	if e.Part != nil {
		a.Accent, a.Part = e.Part.Accent, e.Part.Title
	}
	filling := body.Fill(b, e, far, body.SiteOf(b).ContactHref)
	for i, to := range e.Targets {
		switch href := &filling.Links[i].Href; {
		case to.Entry != nil:
			*href = far(to.Entry.Path)
			if to.Anchor != "" {
				*href += "#" + book.EscapePath(to.Anchor)
			}
		case to.Path != "":
			*href = body.Elsewhere(b, to.Path)
		}
	}
	for i, p := range e.Drawn {
		if p != nil && !p.Drawing {
			filling.Pictures[i].Href = "data:" + p.MediaType + ";base64," + base64.StdEncoding.EncodeToString(p.File.Bytes())
		}
	}
	a.Text = body.Text{Chapter: e.Chapter, Filling: filling, Fragments: f.Fragments}
	if e.Path == book.References {
		a.References = body.References(b, far)
	}
	a.Kept = keptOn(b, e)
	return a
}

// contents lists the parts, and then what is in none.
func (in *edition) contents(b *book.Book, t *theme.Theme) {
	loose := part{Title: t.Word("footer"), ID: "part-"}
	add := func(p *part, e *book.Entry) {
		p.Chapters = append(p.Chapters, entry{far(e.Path), e.Title, e.Front.Description})
	}
	for _, p := range b.Parts {
		shown := part{Title: p.Title, Accent: p.Accent, ID: p.ID}
		for _, e := range p.Entries {
			add(&shown, e)
		}
		in.Parts = append(in.Parts, shown)
	}
	for _, e := range b.Entries {
		if e.Part == nil && e.Path != book.Cover && !book.IsList(e.Path) {
			add(&loose, e)
		}
	}
	in.Parts = slices.DeleteFunc(append(in.Parts, loose), func(p part) bool { return len(p.Chapters) == 0 })
}

func makeEdition(in edition) book.Made {
	var text []byte
	for i := range in.Chapters {
		a := &in.Chapters[i]
		if a.Path != book.Cover && i == 0 {
			text = in.list(text)
		}
		text = in.article(text, a)
		if a.Path == book.Cover {
			text = in.list(text)
		}
	}
	scripts := in.index()
	var hashes []string
	run := func(script []byte) {
		hashes = append(hashes, hash(script))
		scripts = append(append(append(scripts, "<script>"...), script...), "</script>\n"...)
	}
	if len(scripts) > 0 {
		run([]byte(readIndex))
	}
	for _, f := range in.Shell.Scripts() {
		run(harmless.ReplaceAll(f.Bytes(), []byte(`<\$1`)))
	}
	data := in.Shell.Splice(nil, []string{
		in.Title, in.Description, in.Accent, in.Help, "#" + contentsPlace, cmp.Or(strings.Join(hashes, " "), "'none'"), hash([]byte(in.Print)),
		`<style media="print">` + in.Print + "</style>", string(text), string(scripts),
	})
	return book.Made{Files: []book.File{{Path: in.URL, Data: data}}}
}

// index is what the search box looks through, as data that no browser runs.
func (in *edition) index() []byte {
	if in.Search == "" {
		return nil
	}
	var rows []byte
	for i := range in.Chapters {
		rows = append(rows, in.row(&in.Chapters[i])...)
	}
	data := strings.TrimSuffix(in.Search, "}") + `,"pages":[` + "\n" + strings.TrimSuffix(string(rows), ",\n") + "]}"
	return []byte(`<script type="application/json" id="_search-index">` + quiet.Replace(data) + "</script>\n")
}

// quiet writes the signs of HTML as JSON may, so that they mean nothing to whoever reads the page.
var quiet = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`)

// readIndex hands it to the box.
const readIndex = `guideSearch=JSON.parse(document.getElementById("_search-index").textContent)`

// row is a chapter in the index. The references are sources, and nothing that is read.
func (in *edition) row(a *article) []byte {
	if in.Search == "" || a.Path == book.References {
		return nil
	}
	return append(body.AppendSearchRow(nil, "#"+a.Place, ":", a.Text.Chapter), ",\n"...)
}

// harmless is what would end a script, or begin a comment in it; in JavaScript both may be written otherwise.
var harmless = regexp.MustCompile(`<(/script|!--)`)

// hash is how a security policy names what stands in a page.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// list appends the table of contents.
func (in *edition) list(dst []byte) []byte {
	f := in.Fragments
	var list []byte
	for _, p := range in.Parts {
		var chapters []byte
		for _, c := range p.Chapters {
			chapters = f.entry.Splice(chapters, body.Bit(c.Description != "", body.First), c.Href, c.Title, c.Description)
		}
		list = f.part.Splice(list, 0, p.Title, p.Accent, p.ID, string(chapters))
	}
	return localise(dst, f.contents.Splice(nil, 0, string(list)), contentsPlace)
}

func (in *edition) article(dst []byte, a *article) []byte {
	f, filler := in.Fragments, body.NewFiller(&a.Text)
	id, heading, text := a.Text.Chapter.TitleID, string(filler.Title(nil)), string(filler.Body(nil))
	title := html.EscapeString(a.Text.Chapter.Title)
	for _, scrolls := range []string{`role="region" tabindex="0"`, `tabindex="0" role="region"`} { // tables and code; of many chapters has a Table 1
		text = strings.ReplaceAll(text, scrolls+` aria-label="`, scrolls+` aria-label="`+title+": ")
	}
	sources := string(filler.Sources(nil))
	at := len(dst)
	if a.Path == book.Cover {
		flags := body.Bit(in.Authors != "", body.First) | body.Bit(in.Updated != "", body.Second) | body.Bit(in.License != "", body.Third) | body.Bit(sources != "", body.Fourth)
		dst = localise(dst, f.cover.Splice(nil, flags, id, heading, in.Tagline, in.Authors, in.Updated, in.License, text, sources), a.Place)
		return a.keep(dst, at)
	}
	list := string(f.References(nil, a.References))
	flags := body.Bit(a.Part != "", body.First) | body.Bit(a.Sensitive, body.Second) | body.Bit(list != "", body.Third) | body.Bit(sources != "", body.Fourth)
	dst = localise(dst, f.chapter.Splice(nil, flags, a.Accent, a.Part, id, heading, text, list, sources), a.Place)
	return a.keep(dst, at)
}

// localise gives the ids of a chapter, and all that names them, the chapter's place in front.
func localise(dst, markup []byte, place string) []byte {
	at := func(id string) string {
		if id == "" {
			return place
		}
		return place + ":" + id
	}
	rewriter := body.Rewriter{ID: at, Href: func(href string) string {
		switch {
		case strings.HasPrefix(href, "##"):
			there, id, _ := strings.Cut(href[2:], "#")
			return "#" + strings.TrimSuffix(there+":"+id, ":")
		case strings.HasPrefix(href, "#"):
			return "#" + at(href[1:])
		}
		return href
	}}
	return rewriter.Rewrite(dst, markup)
}
