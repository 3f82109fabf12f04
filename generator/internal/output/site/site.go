// Package site publishes a book as linked pages: chapters, cover, lists, redirects, and the files that other
// programs read (sitemap, robots, feed).
//
// Every page is a job whose input is what the page shows and nothing more, so that a changed paragraph
// remakes one page and a changed title the pages that name it. Pages know each other by relative addresses
// only: the same bytes work at any address and from a folder.
package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/body"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Output is the site as a value for the list of outputs.
var Output = book.Output{Name: "site", Plan: plan, Ahead: ahead}

// A planner holds what the pages of one build share.
type planner struct {
	*book.Book
	theme     *theme.Theme
	site      theme.Site
	fragments *fragments
	help      *book.Entry
	navs      navLists
	sizes     sizes
	feed      bool
	problems  []diag.Problem
	jobs      []job.Job[book.Made]
	scripts   map[string]*source.File // that pages load, by path
	failed    map[string]bool         // problems of templates that are told already
}

func newPlanner(b *book.Book, t *theme.Theme) *planner {
	p := &planner{Book: b, theme: t, site: body.SiteOf(b), scripts: map[string]*source.File{}, failed: map[string]bool{}}
	p.fragments, p.problems = newFragments(t, b)
	p.help = b.Entry(b.Config.Help.Chapter)
	p.feed = b.Config.BaseURL != "" && len(dated(b)) > 0
	return p
}

// ahead plans a page with the scripts that it loads, whose names are new when they are.
func ahead(b *book.Book, t *theme.Theme, page string) []job.Job[book.Made] {
	i := slices.IndexFunc(b.Entries, func(e *book.Entry) bool { return e.URL == page })
	p := newPlanner(b, t)
	if i < 0 || len(p.problems) > 0 {
		return nil
	}
	if b.Entries[i].Path == book.Outline && (b.Config.Single || b.Config.EPUB) {
		return nil // the editions' sizes, which stand there, take the whole guide
	}
	made := job.Ahead(p.Cache(), p.planOf(b.Entries[i]))
	for _, script := range made.shell.Scripts() {
		p.copy(script, script.Path())
	}
	p.add(made.job)
	return p.jobs
}

func plan(b *book.Book, t *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
	p := newPlanner(b, t)
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	if b.Config.Single {
		p.sizes.Single = p.size("single")
	}
	if b.Config.EPUB {
		p.sizes.EPUB = p.size("epub")
	}
	p.pages()
	p.redirects()
	p.copies()
	p.machineFiles()
	return p.jobs, p.problems
}

func (p *planner) add(j job.Job[book.Made]) { p.jobs = append(p.jobs, j) }

// A static is a file that is published as it is.
type static struct {
	File *source.File
	Path string
}

func copyFile(in static) book.Made {
	return book.Made{Files: []book.File{{Path: in.Path, Data: in.File.Bytes()}}}
}

func (p *planner) copy(f *source.File, path string) {
	p.add(job.New("copy", static{f, path}, copyFile))
}

type printed struct {
	Sheet *source.File
	Title string
}

// makePrint is the sheet for paper, which puts the guide's name above every page but the first, where it stands already.
func makePrint(in printed) book.Made {
	title := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(in.Title)
	data := fmt.Appendf(slices.Clone(in.Sheet.Bytes()), "@page{@top-center{content:\"%s\"}}@page:first{@top-center{content:none}}", title)
	return book.Made{Files: []book.File{{Path: in.Sheet.Path(), Data: data}}}
}

// copies publishes the layouts' static files, content/static, and each file that a published page refers to.
// A guide's own static file comes in place of the layouts'.
func (p *planner) copies() {
	taken := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		if path, ok := strings.CutPrefix(name, "static/"); ok {
			taken[path] = true
			p.copy(p.Files[name], path)
		}
	}
	for _, f := range p.theme.Static() {
		if path := strings.TrimPrefix(f.Path(), "layouts/static/"); !taken[path] {
			p.copy(f, path)
		}
	}
	p.add(job.New("print", printed{p.theme.Print(), p.Config.Title}, makePrint))
	for _, name := range p.Used() {
		p.copy(p.Files[name], name)
	}
	for _, path := range slices.Sorted(maps.Keys(p.scripts)) {
		p.copy(p.scripts[path], path)
	}
}

// machineFiles are those that other programs read.
func (p *planner) machineFiles() {
	p.add(job.New("icon", struct{}{}, makeIcon))
	p.add(job.New("nojekyll", struct{}{}, func(struct{}) book.Made {
		return book.Made{Files: []book.File{{Path: ".nojekyll", Data: []byte{}}}}
	}))
	if p.Config.BaseURL == "" {
		return
	}
	p.add(job.New("sitemap", p.sitemap(), makeSitemap))
	p.add(job.New("card", card{p.Config.Title, p.Config.Tagline}, makeCard))
	p.add(job.New("robots", p.Config.BaseURL, makeRobots))
	if p.feed {
		p.add(job.New("feed", p.feedInput(), makeFeed))
	}
}

// A redirected page stands at a page's old address.
type redirected struct {
	Shell *theme.Shell
	Path  string
	Href  string
	Title string
}

// redirects leaves out old addresses that are taken, of which the rule alias-clash tells.
func (p *planner) redirects() {
	taken := map[string]bool{}
	for _, e := range p.Entries {
		taken[e.URL] = true
	}
	for name := range p.Files {
		taken[strings.TrimPrefix(name, "static/")] = true
	}
	redirect := func(old, href, title string, e *book.Entry) {
		if taken[old] {
			return
		}
		taken[old] = true
		shell, problems := p.theme.Shell(theme.Page{Template: "redirect", Slots: redirectSlots, Site: p.site})
		p.tell(problems, e)
		p.add(job.New("redirect", redirected{shell, old, href, title}, makeRedirect))
	}
	for _, e := range p.Entries {
		for _, alias := range e.Front.Aliases {
			redirect(alias.Path, book.Relative(alias.Path, e.URL), tabTitle(e, p.site.Title), e)
		}
	}
	if p.Lock == nil {
		return
	}
	for _, old := range slices.Sorted(maps.Keys(p.Lock.Kept)) {
		to, anchor := anchors.Split(p.Lock.Kept[old])
		for _, e := range p.Entries {
			if e.URL == to && !strings.Contains(old, "#") {
				redirect(old, hrefTo(old, to, anchor), tabTitle(e, p.site.Title), e)
			}
		}
	}
}

var redirectSlots = []theme.Slot{{Name: "Href"}, {Name: "Title"}}

func makeRedirect(in redirected) book.Made {
	return book.Made{Files: []book.File{{Path: in.Path, Data: in.Shell.Splice(nil, []string{in.Href, in.Title})}}}
}

// tell reports a template's problems once, with the chapter that hit them first.
func (p *planner) tell(problems []diag.Problem, e *book.Entry) {
	for _, problem := range problems {
		if key := problem.String(); !p.failed[key] {
			p.failed[key] = true
			problem.Message += " (first met in " + e.File.Path() + ")"
			p.problems = append(p.problems, problem)
		}
	}
}

// dated lists the chapters that say when their sources were checked, newest first.
func dated(b *book.Book) []*book.Entry {
	var entries []*book.Entry
	for _, e := range b.Entries {
		if e.Front.SourcesChecked != "" && !e.Default {
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(x, y *book.Entry) int {
		return strings.Compare(y.Front.SourcesChecked, x.Front.SourcesChecked)
	})
	return entries
}
