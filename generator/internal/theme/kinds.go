package theme

import (
	"maps"
	"reflect"
	"slices"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A kind is what a template's expression stands for. The tree is checked with kinds for values, in every
// branch, so that what holds of it holds for all flags and all chapters.
type kind int

const (
	constant kind = iota // a flag, a word, a number, what Site holds
	whole                // all data of the page: the dot of its templates
	flags                // .Has
	site                 // .Site
	list                 // .Site.Authors: may be ranged over
	slot                 // to be printed alone, and nothing else
	unknown              // told already
)

type variable struct {
	name string
	kind kind
}

// operand gives the kind of what is not a call of a function.
func (v *vetter) operand(n parse.Node, dot kind) kind {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return v.fields(n, dot, n.Ident)
	case *parse.VariableNode:
		return v.fields(n, v.variable(n.Ident[0]), n.Ident[1:])
	case *parse.PipeNode:
		if k := v.pipe(n, dot); k != slot {
			return k
		}
		return v.report(n, "", "a slot may only be printed, alone: {{.Name}}")
	case *parse.ChainNode:
		return v.fields(n, v.operand(n.Node, dot), n.Field)
	}
	return constant
}

func (v *vetter) variable(name string) kind {
	for _, x := range slices.Backward(v.vars) {
		if x.name == name {
			return x.kind
		}
	}
	return constant
}

// fields follows names from a value: .Has.Toc, .Site.Title, .Body.
func (v *vetter) fields(n parse.Node, k kind, names []string) kind {
	for _, name := range names {
		switch k {
		case whole:
			k = v.top(n, name)
		case flags:
			k = v.known(n, name, constant, "flag", ".Has.", slices.Sorted(maps.Keys(v.req.Has)))
		case site:
			if k = v.known(n, name, constant, "constant", ".Site.", siteFields()); name == "Authors" {
				k = list
			}
		case slot:
			k = v.report(n, "", "a slot may only be printed, alone: it has no field %q", name)
		case constant, list:
			k = v.report(n, `is the template called without a dot? write {{template "name" .}}`, "there is nothing called .%s here", name)
		}
	}
	return k
}

// top is a field of the page's data.
func (v *vetter) top(n parse.Node, name string) kind {
	switch {
	case name == "Has":
		return flags
	case name == "Site" && !v.req.fragment:
		return site
	}
	return v.known(n, name, slot, "slot", ".", v.req.slotNames())
}

func (v *vetter) known(n parse.Node, name string, k kind, what, prefix string, names []string) kind {
	if slices.Contains(names, name) {
		return k
	}
	return v.report(n, diag.DidYouMean(name, names), "there is no %s %s%s here", what, prefix, name)
}

func siteFields() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Site]()) {
		names = append(names, f.Name)
	}
	return names
}
