package theme

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

const (
	basePage    = "layouts/pages/base.html"
	maxTemplate = 1 << 20 // bytes; the parser of templates calls itself for each {{if}} in an {{if}}
)

// A definition is one named template.
type definition struct {
	name      string
	file      *source.File
	component string // the folder, or "" in pages/
	tree      *parse.Tree
	at        int  // offset of its {{define}}, or 0
	bad       bool // has a problem that Parse told
}

func (d *definition) position() diag.Position { return d.file.At(d.at) }

// A page is one file of pages/, on top of the templates that all pages share.
type page struct {
	file *source.File
	own  map[string]*definition
}

// A library is all templates of the layouts.
type library struct {
	shared map[string]*definition // of components/ and of pages/base.html
	pages  map[string]page        // by file name without .html
	files  *source.Tree
	names  []string // of all templates, sorted
	broken bool     // a file could not be parsed, so names may be missing
}

// parseTemplates reads all templates and finds what is wrong in each by itself.
func parseTemplates(tree *source.Tree, words map[string]string) (*library, []diag.Problem) {
	lib := &library{files: tree, shared: map[string]*definition{}, pages: map[string]page{}}
	var problems []diag.Problem
	for _, f := range tree.Under("layouts/components/") {
		if folder := path.Dir(f.Path()); path.Ext(f.Path()) == ".html" {
			problems = append(problems, lib.share(f, path.Base(folder))...)
		}
	}
	for _, f := range tree.Under("layouts/pages/") {
		switch name, isPage := strings.CutSuffix(path.Base(f.Path()), ".html"); {
		case f.Path() == basePage:
			problems = append(problems, lib.share(f, "")...)
		case isPage && path.Dir(f.Path()) == "layouts/pages":
			own, found := lib.parseFile(f, "")
			lib.pages[name] = page{f, own}
			problems = append(problems, found...)
		}
	}
	lib.name()
	return lib, append(problems, lib.lint(words)...)
}

// share adds the templates of a file to those that every page has.
func (lib *library) share(f *source.File, component string) []diag.Problem {
	own, problems := lib.parseFile(f, component)
	for _, d := range inOrder(own) {
		if first := lib.shared[d.name]; first != nil {
			problems = append(problems, badTemplate.At(d.position(), "the template %q is defined twice", d.name).
				WithHint("it is defined at %s too", first.position()))
			continue
		}
		lib.shared[d.name] = d
	}
	return problems
}

// parseFile reads one file. What stands in it outside of all {{define}}s is a template too: that of the
// page, named by its path, or of the component, named by its folder.
func (lib *library) parseFile(f *source.File, component string) (map[string]*definition, []diag.Problem) {
	own := map[string]*definition{}
	trees, problem := parseTrees(f)
	if problem != nil {
		lib.broken = true
		return own, []diag.Problem{*problem}
	}
	for name, tree := range trees {
		d := &definition{name: name, file: f, component: component, tree: tree, at: defineAt(f, name, tree)}
		if name == f.Path() {
			if parse.IsEmptyTree(tree.Root) {
				continue
			}
			d.at = 0
			if component != "" {
				d.name = component
			}
		}
		if own[d.name] != nil {
			return own, []diag.Problem{badTemplate.At(f.At(0), "the template %q is defined here, and outside of {{define}} too", d.name)}
		}
		own[d.name] = d
	}
	return own, nil
}

func parseTrees(f *source.File) (map[string]*parse.Tree, *diag.Problem) {
	complain := func(pos diag.Position, format string, args ...any) (map[string]*parse.Tree, *diag.Problem) {
		p := badTemplate.At(pos, format, args...)
		return nil, &p
	}
	if len(f.Bytes()) > maxTemplate {
		return complain(f.At(0), "a template may have at most 1 MB")
	}
	if at := source.Invalid(f.Bytes()); at >= 0 {
		return complain(f.At(at), "the file is not UTF-8")
	}
	trees := map[string]*parse.Tree{}
	tree := parse.New(f.Path())
	tree.Mode = parse.SkipFuncCheck // lint tells of all unknown functions, and where
	if _, err := tree.Parse(string(f.Bytes()), "", "", trees); err != nil {
		pos, message := parseError(f, err)
		return complain(pos, "%s", message)
	}
	return trees, nil
}

// parseError finds the place of a parser's error, which names a line only: the first {{ on it is near.
func parseError(f *source.File, err error) (diag.Position, string) {
	rest := strings.TrimPrefix(err.Error(), "template: "+f.Path()+":")
	number, message, _ := strings.Cut(rest, ": ")
	if what, start, ok := strings.Cut(message, " started at "+f.Path()+":"); ok {
		number, message = start, what
	}
	line, bad := strconv.Atoi(number)
	if bad != nil {
		return f.At(0), rest
	}
	lines := strings.SplitAfter(string(f.Bytes()), "\n")
	text := lines[min(max(line, 1), len(lines))-1]
	column := max(strings.Index(text, "{{"), 0)
	if quoted := quotedWord.FindStringSubmatch(message); quoted != nil {
		column = max(column, strings.Index(text, quoted[1]))
	}
	return f.AtLine(line, column+1), message
}

var quotedWord = regexp.MustCompile(`"([^"]+)"`)

// defineAt is the offset of {{define "name"}}; the tree knows only where its body begins.
func defineAt(f *source.File, name string, tree *parse.Tree) int {
	text := string(f.Bytes())
	before := text[:min(int(tree.Root.Position()), len(text))]
	if at := strings.LastIndex(before, strconv.Quote(name)); at >= 0 {
		return max(strings.LastIndex(before[:at], "{{"), 0)
	}
	return int(tree.Root.Position())
}

// inOrder lists templates as they stand in their files.
func inOrder(set map[string]*definition) []*definition {
	return slices.SortedFunc(maps.Values(set), func(a, b *definition) int {
		return cmp.Or(cmp.Compare(a.file.Path(), b.file.Path()), cmp.Compare(a.at, b.at), cmp.Compare(a.name, b.name))
	})
}

// all lists every template.
func (lib *library) all() []*definition {
	list := inOrder(lib.shared)
	for _, name := range slices.Sorted(maps.Keys(lib.pages)) {
		list = append(list, inOrder(lib.pages[name].own)...)
	}
	return list
}

// name lists the names that a template can be called by.
func (lib *library) name() {
	for _, d := range lib.all() {
		if !strings.HasPrefix(d.name, "layouts/") {
			lib.names = append(lib.names, d.name)
		}
	}
	slices.Sort(lib.names)
	lib.names = slices.Compact(lib.names)
}
