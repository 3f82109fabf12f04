package theme

import (
	"maps"
	"slices"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// functions are those that a layout may use. Others of text/template can grow a value without end, or print
// what was not escaped.
var functions = []string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "word"}

const maxNesting = 50

// A linter finds what is wrong in a template whatever page it is on: functions, words and templates that
// there are not.
type linter struct {
	lib      *library
	def      *definition
	words    map[string]string
	problems []diag.Problem
}

func (lib *library) lint(words map[string]string) []diag.Problem {
	var problems []diag.Problem
	for _, d := range lib.all() {
		l := linter{lib: lib, def: d, words: words}
		l.node(d.tree.Root, 0)
		d.bad = len(l.problems) > 0
		problems = append(problems, l.problems...)
	}
	return problems
}

func (l *linter) report(n parse.Node, hint, format string, args ...any) {
	pos := l.def.file.At(int(n.Position()))
	l.problems = append(l.problems, badTemplate.At(pos, format, args...).WithHint("%s", hint))
}

func (l *linter) node(n parse.Node, depth int) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			l.node(child, depth)
		}
	case *parse.ActionNode:
		l.pipe(n.Pipe)
	case *parse.IfNode:
		l.branch(&n.BranchNode, depth)
	case *parse.WithNode:
		l.branch(&n.BranchNode, depth)
	case *parse.RangeNode:
		l.branch(&n.BranchNode, depth)
	case *parse.TemplateNode:
		if _, known := slices.BinarySearch(l.lib.names, n.Name); !known && !l.lib.broken {
			l.report(n, diag.DidYouMean(n.Name, l.lib.names), "there is no template %q", n.Name)
		}
		l.pipe(n.Pipe)
	}
}

func (l *linter) branch(n *parse.BranchNode, depth int) {
	if depth == maxNesting {
		l.report(n, "", "more than %d blocks stand in one another", maxNesting)
		return
	}
	l.pipe(n.Pipe)
	l.node(n.List, depth+1)
	l.node(n.ElseList, depth+1)
}

func (l *linter) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for i, command := range p.Cmds {
		l.command(command, i > 0)
		for _, arg := range command.Args {
			switch arg := arg.(type) {
			case *parse.PipeNode:
				l.pipe(arg)
			case *parse.ChainNode:
				l.pipeIn(arg)
			}
		}
	}
}

func (l *linter) pipeIn(n *parse.ChainNode) {
	if p, ok := n.Node.(*parse.PipeNode); ok {
		l.pipe(p)
	}
}

func (l *linter) command(c *parse.CommandNode, piped bool) {
	for i, arg := range c.Args {
		name, ok := arg.(*parse.IdentifierNode)
		switch {
		case !ok:
		case !slices.Contains(functions, name.Ident):
			l.report(name, diag.DidYouMean(name.Ident, functions), "layouts have no function %q", name.Ident)
		case name.Ident == "word":
			l.word(name, c.Args[i+1:], i > 0 || piped)
		}
	}
}

// word checks {{word "key"}}. The key stands there as it is, so that every missing word is found here.
func (l *linter) word(at parse.Node, args []parse.Node, misplaced bool) {
	if misplaced || len(args) != 1 || args[0].Type() != parse.NodeString {
		l.report(at, "", `a word is written {{word "key"}}, with its key in quotation marks`)
		return
	}
	key := args[0].(*parse.StringNode)
	if _, known := l.words[key.Text]; !known {
		hint := diag.DidYouMean(key.Text, slices.Sorted(maps.Keys(l.words)))
		if hint == "" {
			hint = "add it to " + english
		}
		l.report(key, hint, "there is no word %q", key.Text)
	}
}
