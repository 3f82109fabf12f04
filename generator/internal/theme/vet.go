package theme

import (
	"slices"
	"strings"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// maxCalls bounds how many templates a page may call, so that a page is made in a bounded time.
const maxCalls = 10_000

// A vetter checks the templates that are reachable from one, for one list of slots and flags.
type vetter struct {
	lib    *library
	lookup func(name string) *definition
	req    request

	trees    map[string]*parse.Tree // copies of the reachable templates
	order    []*definition          // in the order they are met
	prints   []printed
	texts    []literal
	seen     map[parse.Node]bool
	blocked  bool // by a problem that Parse told
	problems []diag.Problem

	def    *definition
	stack  []string
	vars   []variable
	calls  int
	ranges int
}

// A literal is text that is printed as it is.
type literal struct {
	*parse.TextNode
	file *source.File
}

// printed is an action that prints a slot.
type printed struct {
	node *parse.ActionNode
	spot spot
}

func (v *vetter) report(n parse.Node, hint, format string, args ...any) kind {
	pos := v.def.file.At(int(n.Position()))
	v.problems = append(v.problems, badTemplate.At(pos, format, args...).WithHint("%s", hint))
	return unknown
}

// call checks a template with a dot of some kind.
func (v *vetter) call(d *definition, dot kind) {
	tree := v.trees[d.name]
	if tree == nil {
		tree = d.tree.Copy()
		v.trees[d.name] = tree
		v.order = append(v.order, d)
		v.blocked = v.blocked || d.bad
	}
	def, vars := v.def, v.vars
	v.def, v.vars, v.stack = d, []variable{{"$", dot}}, append(v.stack, d.name)
	v.list(tree.Root, dot)
	v.def, v.vars, v.stack = def, vars, v.stack[:len(v.stack)-1]
}

func (v *vetter) list(l *parse.ListNode, dot kind) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			if !v.seen[n] {
				v.seen[n] = true
				v.texts = append(v.texts, literal{n, v.def.file})
			}
		case *parse.ActionNode:
			v.action(n, dot)
		case *parse.IfNode:
			v.branch(&n.BranchNode, dot)
		case *parse.WithNode:
			v.branch(&n.BranchNode, dot)
		case *parse.RangeNode:
			v.ranges++
			if v.ranges > 1 {
				v.report(n, "", "a {{range}} may not stand in another")
			} else {
				v.branch(&n.BranchNode, dot)
			}
			v.ranges--
		case *parse.TemplateNode:
			v.template(n, dot)
		}
	}
}

func (v *vetter) branch(n *parse.BranchNode, dot kind) {
	outside := len(v.vars)
	inner, k := dot, v.pipe(n.Pipe, dot)
	inside := len(v.vars)
	switch {
	case k == slot:
		v.report(n.Pipe, "ask a flag instead, such as {{if .Has.Toc}}", "a slot may only be printed, alone: its value is not known when a layout runs")
		inner = unknown
	case n.NodeType == parse.NodeRange:
		if inner = constant; k != list && k != unknown {
			v.report(n.Pipe, "", "{{range}} goes over .Site.Authors, and over nothing else")
		}
	case n.NodeType == parse.NodeIf && (k == whole || k == site || k == flags):
		v.report(n.Pipe, "ask a flag instead, such as {{if .Has.Toc}}", "this is always true")
	case n.NodeType != parse.NodeIf:
		inner = k
	}
	v.list(n.List, inner)
	v.vars = v.vars[:inside]
	v.list(n.ElseList, dot)
	v.vars = v.vars[:outside]
}

func (v *vetter) action(n *parse.ActionNode, dot kind) {
	before := len(v.problems)
	k := v.pipe(n.Pipe, dot)
	if v.seen[n] || len(v.problems) > before {
		return
	}
	if len(n.Pipe.Decl) > 0 {
		if k == slot {
			v.report(n.Pipe, "", "a slot may only be printed, alone: it cannot be kept in a variable")
		}
		return
	}
	switch k {
	case slot:
		v.seen[n] = true
		name := n.Pipe.Cmds[0].Args[0].String()
		name = name[strings.LastIndexByte(name, '.')+1:]
		v.prints = append(v.prints, printed{n, spot{v.def.file.At(int(n.Position())), v.req.slot(name), name}})
	case whole, site, flags, list:
		v.report(n.Pipe, "", "this cannot be printed; print what is in it")
	}
}

func (v *vetter) template(n *parse.TemplateNode, dot kind) {
	data := constant
	if n.Pipe != nil {
		data = v.pipe(n.Pipe, dot)
	}
	if data == slot || data == site || data == flags || data == list {
		v.report(n, `write {{template "`+n.Name+`" .}}`, "a template is given the dot, or a constant, and not this")
		data = unknown
	}
	d := v.lookup(n.Name)
	switch {
	case d == nil && (v.lib.broken || !slices.Contains(v.lib.names, n.Name)):
		v.blocked = true
	case d == nil:
		v.problems = append(v.problems, badTemplate.At(diag.Position{File: v.req.path(), Line: 1, Column: 1},
			"the page does not define %q", n.Name).WithHint(`write {{define "%s"}} … {{end}}; it is called at %s`, n.Name, v.def.file.At(int(n.Position()))))
	case slices.Contains(v.stack, n.Name):
		v.report(n, "", "the template %q calls itself", n.Name)
	case v.calls == maxCalls:
		v.report(n, "", "the page calls more than %d templates", maxCalls)
		v.calls++
	case v.calls < maxCalls:
		v.calls++
		v.call(d, data)
	}
}

// pipe gives the kind of a pipeline, after its variables are declared.
func (v *vetter) pipe(p *parse.PipeNode, dot kind) kind {
	k := v.command(p.Cmds[0], dot)
	for _, c := range p.Cmds[1:] {
		v.argument(p.Cmds[0], k)
		if k = v.command(c, dot); c.Args[0].Type() != parse.NodeIdentifier && k != unknown {
			k = v.report(c, "", "%s is not a function, and takes nothing", c.Args[0])
		}
	}
	held := k
	if k == list {
		held = constant // an item of it, or its number
	}
	for _, decl := range p.Decl {
		name := decl.Ident[0]
		if p.IsAssign {
			if old := v.variable(name); old != held && held != unknown && old != unknown {
				v.report(decl, "", "%s held something else before, and layouts do not follow that", name)
			}
			continue
		}
		v.vars = append(v.vars, variable{name, held})
	}
	return k
}

// command gives the kind of one part of a pipeline: a call of a function, or an operand.
func (v *vetter) command(c *parse.CommandNode, dot kind) kind {
	function, isCall := c.Args[0].(*parse.IdentifierNode)
	if isCall && function.Ident == "word" {
		return constant // what it takes is lint's to check
	}
	if !isCall {
		if len(c.Args) > 1 {
			return v.report(c, "", "%s is not a function, and takes nothing", c.Args[0])
		}
		return v.operand(c.Args[0], dot)
	}
	for _, arg := range c.Args[1:] {
		v.argument(arg, v.operand(arg, dot))
	}
	return constant
}

func (v *vetter) argument(n parse.Node, k kind) {
	switch k {
	case slot:
		v.report(n, "ask a flag instead, such as {{if .Has.Toc}}", "a slot may only be printed, alone: a function cannot have it")
	case whole, site, flags:
		v.report(n, "", "a function cannot have this")
	}
}
