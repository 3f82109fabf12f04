package theme

import (
	"errors"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

const maxOutput = 4 << 20

// A program is a page's templates, checked and ready to run with any values of the flags.
type program struct {
	spots    []spot
	set      *template.Template
	problems []diag.Problem // if there are any, or the program is blocked, set is nil

	mu         sync.Mutex // of one run at a time
	probe      func(spot int) any
	components []string // those whose templates were called in the run, each as often as it was
}

// A spot is a place of a template that prints a slot.
type spot struct {
	pos  diag.Position
	slot int
	name string
}

// program checks the templates of a page against its slots and flags.
func (t *Theme) program(r request) *program {
	v, p := t.vet(r), &program{probe: func(int) any { return "" }}
	for _, x := range v.prints {
		p.spots = append(p.spots, x.spot)
	}
	if p.problems = tidy(v.problems); len(p.problems) > 0 || v.blocked {
		return p
	}
	set := t.assemble(v, p, -1)
	if failed := escape(set); failed != nil {
		p.problems = []diag.Problem{t.escapeProblem(r, v, failed)}
		return p
	}
	p.set = set
	return p
}

func (p *program) slot(spot int) any { return p.probe(spot) }

func (p *program) enter(component string) string {
	p.components = append(p.components, component)
	return ""
}

// vet finds the template that a request means, and checks it with all that it calls.
func (t *Theme) vet(r request) *vetter {
	lib := t.templates
	v := &vetter{lib: lib, req: r, lookup: func(name string) *definition { return lib.shared[name] },
		trees: map[string]*parse.Tree{}, seen: map[parse.Node]bool{}}
	entry, known := r.Template, slices.Sorted(maps.Keys(lib.shared))
	if !r.fragment {
		entry, known = basePage, slices.Sorted(maps.Keys(lib.pages))
		file := lib.pages[r.Template]
		v.lookup = func(name string) *definition {
			if d := file.own[name]; d != nil {
				return d
			}
			return lib.shared[name]
		}
		if own := file.own[r.path()]; own != nil {
			entry = own.name
		}
		if file.file == nil {
			entry = ""
		}
	}
	d := v.lookup(entry)
	switch {
	case d != nil:
		v.call(d, whole)
	case lib.broken:
		v.blocked = true
	case entry == basePage:
		v.problems = append(v.problems, badTemplate.At(diag.Position{File: basePage}, "the file is missing"))
	default:
		v.problems = append(v.problems, badTemplate.At(diag.Position{File: r.path()}, "the layouts have no template %q", r.Template).
			WithHint("%s", diag.DidYouMean(r.Template, known)))
	}
	return v
}

// assemble makes html/template's set of the vetted trees for a program, which is asked for the value of each
// printed slot and told of each component. With a limit, only so many bytes of literal text are left in them.
func (t *Theme) assemble(v *vetter, p *program, limit int) *template.Template {
	for i, x := range v.prints {
		x.node.Pipe = action("_slot " + strconv.Itoa(i)).Pipe
	}
	for _, text := range v.texts {
		if limit >= 0 {
			text.Text = text.Text[:min(len(text.Text), limit)]
			limit -= len(text.Text)
		}
	}
	set := template.New("").Funcs(template.FuncMap{"_slot": p.slot, "_enter": p.enter, "word": t.Word})
	for _, d := range v.order {
		tree := v.trees[d.name]
		if d.component != "" { // what is kept in a variable prints nothing
			tree.Root.Nodes = slices.Insert(tree.Root.Nodes, 0, parse.Node(action("$_ := _enter "+strconv.Quote(d.component))))
		}
		// The set is new, and has not run: this cannot fail.
		template.Must(set.AddParseTree(d.name, tree))
	}
	return set.Lookup(v.order[0].name)
}

// action parses an action of ours.
func action(text string) *parse.ActionNode {
	tree := parse.New("slot")
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse("{{"+text+"}}", "", "", map[string]*parse.Tree{}); err != nil {
		panic(err)
	}
	return tree.Root.Nodes[0].(*parse.ActionNode)
}

var errTooLong = fmt.Errorf("the page is longer than %d MB", maxOutput>>20)

// output holds what a run prints, up to a limit.
type output struct{ strings.Builder }

func (o *output) Write(b []byte) (int, error) {
	if o.Len()+len(b) > maxOutput {
		return 0, errTooLong
	}
	return o.Builder.Write(b)
}

// run executes the program once, and gives what it printed, and the components that it used.
func (p *program) run(r request, probe func(spot int) any) (string, []string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.probe, p.components = probe, nil
	var out output
	err := p.set.Execute(&out, map[string]any{"Has": r.Has, "Site": r.Site})
	return out.String(), p.components, err
}

// escape lets html/template choose the escapings, which it does when it runs for the first time.
func escape(set *template.Template) *template.Error {
	var failed *template.Error
	errors.As(set.Execute(stop{}, nil), &failed)
	return failed
}

// stop ends a run at its first byte.
type stop struct{}

var errStop = errors.New("stopped")

func (stop) Write([]byte) (int, error) { return 0, errStop }
