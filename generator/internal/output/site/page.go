package site

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// A page is the input of the job that makes one page: all that it shows.
type page struct {
	Shell     *theme.Shell
	Fragments *fragments
	Text      body.Text
	Headings  []chapter.Heading // where they are not the chapter's alone
	URL       string
	Head      head
	Nav       nav
	List      list
	Kept      []kept
}

// A head is what the page's template shows besides the chapter's own words, as plain text.
type head struct {
	TabTitle, Description, Root, Accent, PartTitle, PartHref, EditHref, HelpHref, HomeHref, OutlineHref, IndexHref, GlossaryHref,
	ReferencesHref, PreviousHref, PreviousTitle, NextHref, NextTitle, NextDescription, Minutes, Checked, FeedHref,
	SingleHref, SingleSize, EPUBHref, EPUBSize string

	Meta string // markup
}

// pageSlots are the slots of every page, in the order in which values lists them.
var pageSlots = []theme.Slot{
	{Name: "Title"}, {Name: "TabTitle"}, {Name: "Description"}, {Name: "Root"}, {Name: "Accent"}, {Name: "PartTitle"},
	{Name: "PartHref"}, {Name: "EditHref"}, {Name: "HelpHref"}, {Name: "HomeHref"}, {Name: "OutlineHref"}, {Name: "IndexHref"},
	{Name: "GlossaryHref"}, {Name: "ReferencesHref"}, {Name: "PreviousHref"}, {Name: "PreviousTitle"},
	{Name: "NextHref"}, {Name: "NextTitle"}, {Name: "NextDescription"}, {Name: "Minutes"}, {Name: "Checked"},
	{Name: "FeedHref"}, {Name: "SingleHref"}, {Name: "SingleSize"}, {Name: "EPUBHref"}, {Name: "EPUBSize"}, {Name: "HeadingID"}, {Name: "PrintHref"},
	{Name: "Scripts", HTML: true}, {Name: "Meta", HTML: true}, {Name: "Heading", HTML: true}, {Name: "Nav", HTML: true}, {Name: "Toc", HTML: true},
	{Name: "Body", HTML: true}, {Name: "Sources", HTML: true}, {Name: "List", HTML: true},
}

func (in *page) values(heading, nav, toc, body, sources, list string) []string {
	h := &in.Head
	return []string{
		in.Text.Chapter.Title, h.TabTitle, h.Description, h.Root, h.Accent, h.PartTitle,
		h.PartHref, h.EditHref, h.HelpHref, h.HomeHref, h.OutlineHref, h.IndexHref,
		h.GlossaryHref, h.ReferencesHref, h.PreviousHref, h.PreviousTitle,
		h.NextHref, h.NextTitle, h.NextDescription, h.Minutes, h.Checked,
		h.FeedHref, h.SingleHref, h.SingleSize, h.EPUBHref, h.EPUBSize, in.Text.Chapter.TitleID, h.Root + in.Fragments.print,
		in.scripts(), h.Meta, heading, nav, toc,
		body, sources, list,
	}
}

// scripts are the elements that load the page's scripts. They are classic and deferred: modules do not work
// from a folder.
func (in *page) scripts() string {
	var out []byte
	for _, f := range in.Shell.Scripts() {
		out = append(chapter.AppendEscaped(append(out, `<script defer src="`...), in.Head.Root+f.Path()), "\"></script>\n"...)
	}
	return string(bytes.TrimSuffix(out, []byte("\n")))
}

// makePage is the function of a page's job.
func makePage(in page) book.Made {
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	f := body.NewFiller(&in.Text)
	s.heading = f.Title(s.heading[:0])
	s.body = in.movedAnchors(f.Body(s.body[:0]))
	in.navigation(s)
	in.toc(s)
	s.sources = f.Sources(s.sources[:0])
	s.list = in.list(s.list[:0])
	sheet := sheets.Get().(*[]byte)
	data := in.Shell.Splice((*sheet)[:0], in.values(view(s.heading), view(s.nav), view(s.toc), view(s.body), view(s.sources), view(s.list)))
	*sheet = in.keepAnchors(data)
	return book.Made{Files: []book.File{{Path: in.URL, Data: *sheet}}, Done: func() { sheets.Put(sheet) }}
}

// sheets are the memory of pages that were taken, for the next ones.
var sheets = sync.Pool{New: func() any { return new([]byte) }}

// A scratch holds the pieces of one page until they are joined. It is used again for the next page: of the
// memory that a build takes, the pieces would be a third.
type scratch struct{ heading, body, nav, toc, sources, list, inner []byte }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// view is the bytes as a string, without a copy. It is good until the scratch is written again.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// A planned is the plan of one page.
type planned struct {
	job      job.Job[book.Made]
	shell    *theme.Shell
	problems []diag.Problem
}

// A sight is all that the plan of a page can see.
type sight struct {
	Guide   job.Key
	Theme   *theme.Theme
	Chapter *chapter.Chapter
	Sizes   sizes // on the page that shows them
}

// filling is what goes into a chapter's body. On the 404 page, which is served at any depth, addresses are whole.
func (p *planner) filling(e *book.Entry) body.Filling {
	f := body.Fill(p.Book, e, func(path string) string { return p.href(e, path) }, p.site.ContactHref)
	if e.Path == book.NotFound {
		for i, target := range e.Targets {
			if target.Entry != nil {
				f.Links[i].Href = p.href(e, target.Path)
			}
		}
	}
	return f
}

// pages plans the pages of all entries, on all cores. Plans are remembered too: most of a guide does not change.
func (p *planner) pages() {
	jobs := make([]job.Job[planned], len(p.Entries))
	for i, e := range p.Entries {
		jobs[i] = p.planOf(e)
	}
	plans := job.Run(p.Cache(), jobs)
	for i, e := range p.Entries {
		p.add(plans[i].job)
		p.tell(plans[i].problems, e)
		for _, script := range plans[i].shell.Scripts() {
			p.scripts[script.Path()] = script
		}
	}
}

func (p *planner) planOf(e *book.Entry) job.Job[planned] {
	seen := sight{Guide: p.Look, Theme: p.theme, Chapter: e.Chapter}
	if e.Path == book.Outline {
		seen.Sizes = p.sizes
	}
	return job.New("plan", seen, func(sight) planned { return p.page(e) })
}

func (p *planner) page(e *book.Entry) planned {
	kind := kindOf(e)
	in := page{
		Fragments: p.fragments, URL: e.URL, Head: p.head(e), List: p.listOf(e), Kept: p.keptOn(e),
		Text: body.Text{Chapter: e.Chapter, Filling: p.filling(e), Fragments: p.fragments.Fragments},
	}
	if len(e.Shown) > 0 {
		in.Headings = e.Headings
	}
	if kind != "notfound" && kind != "cover" {
		in.Nav = p.navOf(e)
	}
	if kind == "notfound" && p.Config.BaseURL == "" {
		in.Head = head{TabTitle: in.Head.TabTitle, Description: in.Head.Description, Meta: in.Head.Meta}
	}
	shell, problems := p.theme.Shell(theme.Page{
		Template: kind, Slots: pageSlots, Has: p.flags(e, &in), Features: features(e), Site: p.site,
	})
	in.Shell = shell
	return planned{job.New("page", in, makePage), shell, problems}
}

func kindOf(e *book.Entry) string {
	switch e.Path {
	case book.Cover:
		return "cover"
	case book.Glossary:
		return "glossary"
	case book.References:
		return "references"
	case book.Outline:
		return "outline"
	case book.Index:
		return "a-z"
	case book.NotFound:
		return "notfound"
	}
	return "chapter"
}

func (p *planner) flags(e *book.Entry, in *page) map[string]bool {
	h := &in.Head
	return map[string]bool{
		"Description": h.Description != "", "Part": h.PartTitle != "", "Edit": h.EditHref != "", "Help": h.HelpHref != "",
		"Glossary": h.GlossaryHref != "", "References": h.ReferencesHref != "",
		"Previous": h.PreviousHref != "", "Next": h.NextHref != "",
		"Toc": hasToc(e.Headings), "Sources": len(e.Cited) > 0, "Checked": h.Checked != "", "Sensitive": e.Front.Sensitive,
		"Body": len(e.Body.HTML) > 0, "Links": h.HomeHref != "", "Feed": h.FeedHref != "",
		"Offline": (p.Config.Single || p.Config.EPUB) && !e.Front.Sensitive, "Single": h.SingleHref != "", "SingleSize": h.SingleSize != "", "EPUB": h.EPUBHref != "", "EPUBSize": h.EPUBSize != "",
	}
}

// features are the components whose styles a page needs besides those of its template.
func features(e *book.Entry) []string {
	list := append([]string{}, e.Features...)
	for _, link := range e.Links {
		if link.Term {
			list = append(list, "term", "pop")
			break
		}
	}
	if len(e.Cited) > 0 {
		list = append(list, "pop")
	}
	return list
}

// wordsPerMinute is a careful reader's pace. Source: Brysbaert (2019), "How many words do we read per
// minute?", Journal of Memory and Language 109, gives 238 for English non-fiction.
const wordsPerMinute = 220

func (p *planner) head(e *book.Entry) head {
	h := head{
		TabTitle: tabTitle(e, p.Config.Title), Description: description(e, p.Config.Description),
		Root: strings.Repeat("../", strings.Count(e.URL, "/")), Accent: accentOf(e, p.Book),
		HomeHref: p.href(e, book.Cover), OutlineHref: p.href(e, book.Outline), IndexHref: p.href(e, book.Index), GlossaryHref: p.href(e, book.Glossary),
		ReferencesHref: p.href(e, book.References), Minutes: strconv.Itoa(max(1, (e.Words+wordsPerMinute/2)/wordsPerMinute)),
		Checked: e.Front.SourcesChecked, Meta: p.meta(e),
	}
	if e.Path == book.NotFound {
		h.Root = p.Config.BaseURL // it is served at any depth
	}
	if p.help != nil && p.help.Published {
		h.HelpHref = p.href(e, p.help.Path)
	}
	if e.Part != nil {
		h.PartTitle, h.PartHref = e.Part.Title, p.href(e, book.Outline)+"#"+book.EscapePath(e.Part.ID)
	}
	if p.Config.Edit != "" && !e.Default {
		h.EditHref = strings.ReplaceAll(p.Config.Edit, "{path}", book.EscapePath(e.Path))
	}
	if e.Previous != nil {
		h.PreviousHref, h.PreviousTitle = p.href(e, e.Previous.Path), e.Previous.NavTitle()
	}
	if e.Next != nil {
		h.NextHref, h.NextTitle = p.href(e, e.Next.Path), e.Next.NavTitle()
		h.NextDescription = e.Next.Front.Description
	}
	if p.Config.Single && e.Path == book.Outline {
		h.SingleHref, h.SingleSize = book.Relative(e.URL, body.EditionURL(p.Book, ".html")), p.sizes.Single
	}
	if p.Config.EPUB && e.Path == book.Outline {
		h.EPUBHref, h.EPUBSize = book.Relative(e.URL, body.EditionURL(p.Book, ".epub")), p.sizes.EPUB
	}
	if p.feed {
		h.FeedHref = book.Relative(e.URL, "feed.xml")
		if e.Path == book.NotFound {
			h.FeedHref = p.Config.BaseURL + "feed.xml"
		}
	}
	return h
}

// href is the address of another page as seen from e, or empty where there is none. The 404 page is served
// at any depth, so its addresses are whole.
func (p *planner) href(e *book.Entry, path string) string {
	to := p.Entry(path)
	if to == nil || !to.Published {
		return ""
	}
	if e.Path == book.NotFound {
		if p.Config.BaseURL == "" {
			return ""
		}
		return p.Config.BaseURL + book.EscapePath(to.URL)
	}
	return book.Relative(e.URL, to.URL)
}

// tabTitle is what the browser's tab and a link's preview show.
func tabTitle(e *book.Entry, site string) string {
	if e.Front.TabTitle != "" {
		return e.Front.TabTitle
	}
	if e.Title == site {
		return site
	}
	return e.Title + " · " + site
}

func description(e *book.Entry, site string) string {
	if kind := kindOf(e); e.Front.Description == "" && kind != "chapter" && kind != "notfound" { // pages that are the guide's own
		return site
	}
	return e.Front.Description
}

func accentOf(e *book.Entry, b *book.Book) string {
	if e.Part != nil {
		return e.Part.Accent
	}
	if len(b.Parts) > 0 {
		return b.Parts[0].Accent
	}
	return ""
}
