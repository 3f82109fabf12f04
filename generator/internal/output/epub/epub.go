// Package epub publishes a book as an EPUB 3.3: https://www.w3.org/TR/epub-33/. It has no scripts, forms and popovers;
// notes and sources are what reading systems show beside the text, and answers stand at the end of a chapter.
//
// It keeps law 1 of the house: the same book and layouts give the same bytes, so no time stands in the file but the
// day that site.toml names.
package epub

import (
	"path"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Output is the EPUB as a value for the list of outputs.
var Output = book.Output{Name: "epub", Late: true, Plan: plan, Paths: paths, Size: size}

// An edition is the input of the job that makes the file.
type edition struct {
	URL       string
	About     about
	Style     []byte
	Fragments *fragments
	Plain     *theme.Shell // of documents that are no chapters
	Parts     []part
	Documents []document
	Pictures  []picture
}

// About is what the package says of the book.
type about struct {
	Title, Tagline, Description, Language, Dir, License, Updated, Identifier, Access string

	Authors []string
}

// A part is one of the table of contents; a chapter that is in none is one without a title.
type part struct {
	Title    string
	Chapters []body.Link
}

// A document is a chapter.
type document struct {
	Path, Part string
	Shell      *theme.Shell
	Text       body.Text
	References []body.Reference
}

// A picture is a bitmap that chapters show.
type picture struct {
	Path, MediaType string
	File            *source.File
}

type fragments struct {
	*body.Fragments
	nav, navPart, navItem, coverPage, cover, coverLine body.Fragment
}

var slots = []theme.Slot{
	{Name: "Title"}, {Name: "Root"}, {Name: "Part"}, {Name: "HeadingID"}, {Name: "Heading", HTML: true}, {Name: "Body", HTML: true},
	{Name: "List", HTML: true}, {Name: "Key", HTML: true}, {Name: "Sources", HTML: true},
}

// A planner makes the edition's input.
type planner struct {
	*book.Book
	theme    *theme.Theme
	edition  edition
	problems []diag.Problem
	pictured map[string]bool
}

func paths(b *book.Book) []string {
	if !b.Config.EPUB {
		return nil
	}
	return []string{body.EditionURL(b, ".epub")}
}

func plan(b *book.Book, t *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
	if !b.Config.EPUB {
		return nil, nil
	}
	p := newPlanner(b, t)
	for _, e := range b.Entries {
		if !book.IsList(e.Path) {
			p.list(e)
			p.document(e)
		}
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return []job.Job[book.Made]{job.New("epub", p.edition, makeEdition)}, nil
}

// newPlanner plans an edition without chapters.
func newPlanner(b *book.Book, t *theme.Theme) *planner {
	c := b.Config
	p := &planner{Book: b, theme: t, pictured: map[string]bool{}, edition: edition{
		URL: body.EditionURL(b, ".epub"), Style: t.Part("epub/book.css"),
		About: about{c.Title, c.Tagline, c.Description, c.Language, c.Dir, c.License, c.Updated, c.Identifier, t.Word("epub-access"), c.Authors},
	}}
	p.fragments()
	p.edition.Plain = p.shell(nil)
	return p
}

// size adds up what each chapter and picture takes when it is packed, and what is around them.
func size(b *book.Book, t *theme.Theme) (sum int) {
	p := newPlanner(b, t)
	if len(p.problems) > 0 {
		return 0
	}
	for _, e := range b.Entries {
		if !book.IsList(e.Path) {
			p.list(e)
		}
	}
	for _, it := range p.edition.texts() { // pictures, which are packed already
		sum += len(it.Data) + around(it)
	}
	p.edition.Pictures = nil
	around := job.New("epub-frame", p.edition, func(in edition) int { return len(makeEdition(in).Files[0].Data) })
	return sum + b.Measure("epub-share", t, around, func(e *book.Entry) int {
		one := &planner{Book: b, theme: t, edition: edition{Fragments: p.edition.Fragments}}
		one.document(e)
		return packed(one.edition.texts()[0])
	})
}

func (p *planner) fragments() {
	f := &fragments{}
	f.Fragments, p.problems = body.NewFragments(p.theme, "epub", p.Book)
	l := body.Loader{Theme: p.theme, Problems: p.problems}
	f.nav = l.Load("epub-nav", []string{"Items…", "First"}, nil)
	f.navPart = l.Load("epub-nav-part", []string{"Title", "Items…"}, nil)
	f.navItem = l.Load("epub-nav-item", []string{"Href", "Title"}, nil)
	f.coverPage = l.Load("epub-cover-page", []string{"Title", "Tagline", "Authors"}, nil)
	f.cover = l.Load("epub-cover", []string{"Lines…", "Tagline…", "Authors"}, nil)
	f.coverLine = l.Load("epub-cover-line", []string{"Y", "Text"}, nil)
	p.edition.Fragments, p.problems = f, l.Problems
}

func (p *planner) shell(has map[string]bool) *theme.Shell {
	flags := map[string]bool{}
	for _, name := range []string{"Chapter", "Part", "List", "Key", "Sources"} {
		flags[name] = has[name]
	}
	shell, problems := p.theme.Shell(theme.Page{Template: "epub", Slots: slots, Has: flags, Site: body.SiteOf(p.Book)})
	p.problems = append(p.problems, problems...)
	return shell
}

// home is where the documents of chapters stand, and pictures where bitmaps do. What is generated stands above both.
const (
	home     = "text/"
	pictures = "images/"
)

// place is the path of a chapter's document, in letters that every system of files has.
func place(name string) string {
	if book.IsList(name) {
		return "nav.xhtml"
	}
	return home + body.Plain(strings.TrimSuffix(name, ".md")) + ".xhtml"
}

func (p *planner) document(e *book.Entry) {
	here := place(e.Path)
	href := func(name string) string { return book.Relative(here, place(name)) }
	filling := body.Fill(p.Book, e, href, body.SiteOf(p.Book).ContactHref)
	for i, to := range e.Targets {
		switch link := &filling.Links[i].Href; {
		case to.Entry != nil:
			*link = href(to.Entry.Path)
			if to.Anchor != "" {
				*link += "#" + book.EscapePath(to.Anchor)
			}
		case to.Path != "":
			*link = body.Elsewhere(p.Book, to.Path)
		}
	}
	for i, drawn := range e.Drawn {
		if drawn != nil && !drawn.Drawing {
			filling.Pictures[i].Href = book.Relative(here, pictureAt(e.DrawnAt[i]))
		}
	}
	d := document{Path: here, Text: body.Text{Chapter: e.Chapter, Filling: filling, Fragments: p.edition.Fragments.Fragments}}
	if e.Path == book.References {
		d.References = body.References(p.Book, href)
	}
	if e.Part != nil {
		d.Part = e.Part.Title
	}
	d.Shell = p.shell(map[string]bool{
		"Chapter": true, "Part": d.Part != "", "List": len(d.References) > 0, "Key": len(e.Questions) > 0, "Sources": len(e.Cited) > 0,
	})
	p.edition.Documents = append(p.edition.Documents, d)
}

// pictureAt is the path of a bitmap.
func pictureAt(name string) string {
	return pictures + body.Plain(strings.TrimSuffix(name, path.Ext(name))) + path.Ext(name)
}

// list adds a chapter to the table of contents, and the bitmaps that it shows to the files.
func (p *planner) list(e *book.Entry) {
	for i, drawn := range e.Drawn {
		if name := e.DrawnAt[i]; drawn != nil && !drawn.Drawing && !p.pictured[name] {
			p.pictured[name] = true
			p.edition.Pictures = append(p.edition.Pictures, picture{pictureAt(name), drawn.MediaType, drawn.File})
		}
	}
	title, chapter, parts := "", body.Link{Href: place(e.Path), Title: e.Title}, p.edition.Parts
	if e.Part != nil {
		title = e.Part.Title
	}
	if n := len(parts); n == 0 || parts[n-1].Title != title {
		parts = append(parts, part{Title: title})
	}
	last := &parts[len(parts)-1]
	last.Chapters = append(last.Chapters, chapter)
	p.edition.Parts = parts
}
