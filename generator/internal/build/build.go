// Package build ties the floors below into one function from a tree of files to published files and problems.
//
// It keeps laws 1 and 4 of the house: the result depends on the tree and on nothing else, and what a builder
// remembers from the last build never shows in the next, except in the time it takes.
package build

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
	"github.com/side-by-side-guide/side-by-side/generator/internal/references"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

var pathClash = diag.Rule{ID: "path-clash", Doc: "Two files are not published under one address."}

var unknownAccent = diag.Rule{ID: "unknown-accent", Doc: "A part's accent is one that the layouts have."}

// Options are what a build does.
type Options struct {
	Outputs []book.Output
	Checks  []check.Check
	Rules   []diag.Rule // of problems that come with the tree
	Drafts  bool        // publish drafts too
	BaseURL string      // in place of the one in site.toml; checked by config.WithBaseURL
	Files   bool        // run the checks that look at published files
	Again   bool        // the guide is built again and again: remember more
	Once    bool        // the guide is built once: remember nothing

	// Take is asked, once nothing is left but making files, who takes each of them as soon as it is made, on all cores; it is
	// given the problems until then. Of a file that was taken the result has no data. Only for a guide that is built once; or nil.
	Take func([]diag.Problem) func(book.File)

	Looked func() []string   // pages that somebody looks at, which are made before all others; or nil
	Ahead  func([]book.File) // is given them in the middle of a build, if nothing is wrong until then
}

// A Builder builds one guide again and again, and remembers what its jobs made the last time. It runs one
// build at a time.
type Builder struct {
	Options
	cache job.Cache
	rules diag.Rules
	last  *book.Book
}

// A Result is what a build makes of a tree.
type Result struct {
	Files    []book.File    // in byte order of their paths; complete only without errors, and with Rest; without data where they were taken
	Problems []diag.Problem // sorted, with their severities
	Chapters int            // published, fixed pages left out
	Words    int
	Made     int // jobs that ran, rather than being remembered

	// Rest makes the files of late outputs, if the builder builds again and again. It may be called at any time.
	Rest func() []book.File

	guide *book.Book
}

// Place finds where the text of a block on a page stands in the guide's files: the block of the page's chapter that
// begins most like it, or the line that is its first. Where there is none, it is the chapter's beginning.
func (r Result) Place(page, text string) (at diag.Position, ok bool) {
	for _, e := range r.guide.All {
		if e.URL != page {
			continue
		}
		best, wanted, at := 0, letters(text), e.At(0)
		for _, block := range e.Blocks {
			if n := alike(letters(block.Text), wanted); n > best {
				best, at = n, e.At(block.Offset(0))
			}
		}
		first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
		if i := strings.Index(string(e.File.Bytes()), first); best < len(wanted)/2 && i > 0 { // code is in no block
			at = e.At(i)
		}
		return at, true
	}
	return diag.Position{}, false
}

// letters is a text without what typography and markup change.
func letters(text string) []rune {
	return slices.DeleteFunc([]rune(strings.ToLower(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// alike is how long two texts are the same.
func alike(a, b []rune) (n int) {
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// New makes a builder.
func New(options Options) *Builder {
	lists := [][]diag.Rule{
		source.Rules, toml.Rules, config.Rules, anchors.Rules, help.Rules, references.Rules, theme.Rules, picture.Rules, quiz.Rules, chapter.Rules,
		{pathClash, unknownAccent}, options.Rules,
	}
	for _, c := range options.Checks {
		lists = append(lists, c.Rules)
	}
	return &Builder{Options: options, cache: job.Cache{Off: options.Once}, rules: diag.NewRules(lists...)}
}

// Rules are all rules that a build of this builder may report.
func (b *Builder) Rules() diag.Rules { return b.rules }

// Build makes the result of a tree.
func (b *Builder) Build(tree *source.Tree) Result {
	b.cache.Begin(nil)
	return b.build(tree)
}

// BuildUntil makes the result of a tree, or gives up soon after stop is closed. What was made until then is
// remembered.
func (b *Builder) BuildUntil(stop <-chan struct{}, tree *source.Tree) (result Result, whole bool) {
	b.cache.Begin(stop)
	defer func() {
		if p := recover(); p != nil && p != job.Stopped {
			panic(p)
		}
	}()
	return b.build(tree), true
}

func (b *Builder) build(tree *source.Tree) Result {
	settings, problems := b.config(tree)
	problems = append(problems, tree.Problems()...)
	if other, err := settings.WithBaseURL(b.BaseURL); b.BaseURL != "" && err == nil {
		settings = other
	}
	layouts := b.theme(tree, settings.Language)
	guide, found := b.book(tree, settings, layouts)
	problems = append(problems, found...)
	theme, found := layouts()
	problems = append(problems, found...)
	problems = append(problems, accents(settings, theme)...)
	problems = append(problems, b.check(guide)...)
	soFar := b.rules.With(settings.Levels).Level(problems)
	b.ahead(guide, theme, soFar)
	files, found := b.publish(guide, theme, soFar)
	problems = append(problems, found...)
	if b.Files {
		for _, c := range b.Checks {
			if c.Files != nil {
				problems = append(problems, c.Files(guide, files)...)
			}
		}
	}
	result := Result{Files: files, Problems: b.rules.With(settings.Levels).Level(problems), Made: b.cache.Made(), Rest: b.rest(guide, theme), guide: guide}
	for _, e := range guide.Entries {
		if !config.Fixed(e.Path) {
			result.Chapters++
			result.Words += e.Words
		}
	}
	return result
}

// Published lists the anchors of each page that the tree would publish, by path, and the lock that the tree has, or nil.
func (b *Builder) Published(tree *source.Tree) (pages map[string][]string, lock *anchors.Lock) {
	b.cache.Begin(nil)
	settings, _ := b.config(tree)
	guide, _ := b.book(tree, settings, b.theme(tree, settings.Language))
	return guide.Published(), guide.Lock
}

type configured struct {
	config   *config.Config
	problems []diag.Problem
}

func (b *Builder) config(tree *source.Tree) (*config.Config, []diag.Problem) {
	parse := func(f *source.File) configured {
		c, problems := config.Parse(f, b.rules) // which stay the same as long as the builder
		return configured{c, problems}
	}
	made := one(b, job.New("config", tree.File("site.toml"), parse))
	return made.config, slices.Clone(made.problems)
}

// one runs a single job.
func one[Out any](b *Builder, j job.Job[Out]) Out { return job.Run(&b.cache, []job.Job[Out]{j})[0] }

type themeInput struct {
	Files    []*source.File
	Language string
}

type themed struct {
	theme    *theme.Theme
	problems []diag.Problem
}

func parseTheme(in themeInput) themed {
	t, problems := theme.Parse(in.Files, in.Language)
	return themed{t, problems}
}

// theme gives the theme when it is asked for. Where nothing is remembered it is made beside the chapters.
func (b *Builder) theme(tree *source.Tree, language string) func() (*theme.Theme, []diag.Problem) {
	parse := sync.OnceValues(func() (*theme.Theme, []diag.Problem) {
		made := one(b, job.New("theme", themeInput{tree.Under("layouts/"), language}, parseTheme))
		return made.theme, made.problems
	})
	if b.Once {
		go parse()
	}
	return parse
}

func accents(c *config.Config, t *theme.Theme) []diag.Problem {
	var problems []diag.Problem
	for i, part := range c.Parts {
		if part.Accent != "" && !slices.Contains(t.Accents(), part.Accent) {
			problems = append(problems, unknownAccent.At(c.At("part", i, "accent"), "the layouts have no accent %q", part.Accent).
				WithHint("%s", cmp.Or(diag.DidYouMean(part.Accent, t.Accents()), "they have "+strings.Join(t.Accents(), ", "))))
		}
	}
	return problems
}

// check runs the checks of single chapters, which are remembered, and those of the book.
func (b *Builder) check(guide *book.Book) []diag.Problem {
	look := check.Chapter(b.Checks, guide.Config)
	all := func(in checkInput) []diag.Problem { return look(in.Chapter) }
	jobs := make([]job.Job[[]diag.Problem], len(guide.Chapters))
	for i, c := range guide.Chapters {
		jobs[i] = job.New("check", checkInput{c, guide.Config}, all)
	}
	problems := slices.Concat(job.Run(&b.cache, jobs)...)
	for _, c := range b.Checks {
		if c.Book != nil {
			problems = append(problems, c.Book(guide)...)
		}
	}
	return problems
}

type checkInput struct {
	Chapter *chapter.Chapter
	Config  *config.Config
}

// publish runs the jobs of all outputs.
func (b *Builder) publish(guide *book.Book, t *theme.Theme, soFar []diag.Problem) ([]book.File, []diag.Problem) {
	var jobs []job.Job[book.Made]
	var problems []diag.Problem
	var paths []string
	for _, output := range b.Outputs {
		if output.Late && b.Again {
			if output.Paths != nil {
				paths = append(paths, output.Paths(guide)...)
			}
			continue
		}
		planned, found := output.Plan(guide, t)
		jobs, problems = append(jobs, planned...), append(problems, found...)
	}
	var files []book.File
	for _, made := range b.run(jobs, soFar) {
		files, problems = append(files, made.Files...), append(problems, made.Problems...)
	}
	slices.SortStableFunc(files, func(x, y book.File) int { return strings.Compare(x.Path, y.Path) })
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	return files, append(problems, clashes(guide, paths)...)
}

// run hands on the files that the jobs make, if somebody takes them.
func (b *Builder) run(jobs []job.Job[book.Made], soFar []diag.Problem) []book.Made {
	var take func(book.File)
	if b.Take != nil {
		take = b.Take(soFar)
	}
	if take == nil {
		return job.Run(&b.cache, jobs)
	}
	all := make([]book.Made, len(jobs))
	job.Drain(&b.cache, jobs, func(i int, made book.Made) {
		for k := range made.Files {
			take(made.Files[k])
			made.Files[k].Data = nil
		}
		if made.Done != nil {
			made.Done()
		}
		all[i] = book.Made{Files: made.Files, Problems: made.Problems}
	})
	return all
}

// ahead makes the pages that somebody looks at before all others.
func (b *Builder) ahead(guide *book.Book, t *theme.Theme, problems []diag.Problem) {
	if wrong, _ := diag.Count(problems); wrong > 0 || b.Looked == nil {
		return
	}
	var files []book.File
	for _, page := range b.Looked() {
		for _, output := range b.Outputs {
			if output.Ahead == nil {
				continue
			}
			for _, j := range output.Ahead(guide, t, page) {
				made := job.Ahead(&b.cache, j)
				if len(made.Problems) > 0 {
					return
				}
				files = append(files, made.Files...)
			}
		}
	}
	if len(files) > 0 {
		b.Ahead(files)
	}
}

// rest remembers nothing, since it may run beside the next build.
func (b *Builder) rest(guide *book.Book, t *theme.Theme) func() []book.File {
	return sync.OnceValue(func() (files []book.File) {
		var cache job.Cache
		cache.Begin(nil)
		for _, output := range b.Outputs {
			if !output.Late || !b.Again {
				continue
			}
			planned, _ := output.Plan(guide, t)
			for _, made := range job.Run(&cache, planned) {
				files = append(files, made.Files...)
			}
		}
		return files
	})
}

// clashes are told at the file that is copied, or else at the title, of which editions have their names.
func clashes(guide *book.Book, paths []string) []diag.Problem {
	var problems []diag.Problem
	tell := func(path, other string) {
		name := "static/" + path
		if guide.Files[name] == nil {
			name = path
		}
		at := diag.Position{File: chapter.Root + name}
		if guide.Files[name] == nil {
			at = guide.Config.At("title") // an edition is named by it
		}
		problems = append(problems, pathClash.At(at, "something else is published as %s too", other).WithHint("rename one of the two"))
	}
	slices.Sort(paths)
	for i, name := range paths {
		if i > 0 && name == paths[i-1] {
			tell(name, name)
		}
		for folder := path.Dir(name); folder != "." && strings.Contains(folder, "."); folder = path.Dir(folder) {
			if _, taken := slices.BinarySearch(paths, folder); taken {
				tell(name, folder)
			}
		}
	}
	return problems
}
