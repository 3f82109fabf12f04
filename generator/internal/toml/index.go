package toml

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// An Index knows where the values of a file stand. A place in it is named by keys and, in lists, numbers
// from 0: "part", 0, "chapters", 1.
type Index struct {
	file *source.File
	root *node
}

// A State tells what became of a key.
type State int

const (
	Absent State = iota // is not written
	Wrong               // was left out, and the problem reported
	Set                 // is in the decoded value
)

// At is the position of a value, of a table's opening bracket, or else of the nearest thing around the
// place that is written; at last, the start of the file.
func (x *Index) At(path ...any) diag.Position {
	n, _ := x.find(path)
	return x.file.At(n.at)
}

// KeyAt is the position of the key in front of a value, and falls back as At does.
func (x *Index) KeyAt(path ...any) diag.Position {
	n, found := x.find(path)
	if !found {
		return x.file.At(n.at)
	}
	return x.file.At(n.key)
}

// State tells whether a value is missing because nobody wrote it. In a file that is not text, and within a
// value that was left out, everything counts as Wrong.
func (x *Index) State(path ...any) State {
	n, found := x.find(path)
	switch {
	case n.kind == broken:
		return Wrong
	case found:
		return Set
	}
	return Absent
}

// find returns the node of a place, or the last one on the way to it.
func (x *Index) find(path []any) (n *node, found bool) {
	n = x.root
	for _, step := range path {
		next := n.child(step)
		if next == nil {
			return n, false
		}
		n = next
	}
	return n, true
}

func (n *node) child(step any) *node {
	switch step := step.(type) {
	case int:
		if step >= 0 && step < len(n.items) {
			return n.items[step]
		}
	case string:
		if n.kind != headers {
			return n.named[step]
		}
		for _, item := range n.items {
			if next := item.named[step]; next != nil {
				return next
			}
		}
	}
	return nil
}
