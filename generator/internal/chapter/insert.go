package chapter

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// inserts are the callouts that show what stands in a file of its own: > [!HELP] ../help.toml
var inserts = []string{HelpInsert, ReflectionInsert}

// The kinds of inserts.
const (
	HelpInsert       = "help"
	ReflectionInsert = "reflection"
)

// An Insert is such a callout. What the file holds is the book's business; in the body it is a hole.
type Insert struct {
	Kind   string // of the callout, in lower case
	Target string // the file as written, relative to the chapter's
	Offset int    // of the target
}

// insert notes the file that a callout names. The file has sections, so it cannot stand in something else.
func (w *walker) insert(n *ast.Blockquote, m marker) {
	example := "> [!" + strings.ToUpper(m.kind) + "] " + m.kind + ".toml"
	switch {
	case m.rest == "" || path.Ext(m.rest) != ".toml":
		w.report(badInsert, m.offset, "this callout names the file that it shows").Hint = "write it such as: " + example
	case n.HasChildren():
		w.report(badInsert, m.offset, "the file is all that this callout holds").Hint = "put the text above it, and leave a line empty"
	case n.Parent().Kind() != ast.KindDocument:
		w.report(badInsert, m.offset, "this callout stands in something else").Hint = "it has sections of its own: give it a line at the margin"
	default:
		w.feature(m.kind)
		if m.kind == ReflectionInsert {
			w.feature(quizKind) // it is made of the same choices
			w.feature("table")  // and ends in one
		}
		w.nodes[n] = len(w.chapter.Inserts)
		line, _, _ := bytes.Cut(w.source[m.offset:], []byte("\n"))
		at := m.offset + max(0, bytes.LastIndex(line, []byte(m.rest)))
		w.chapter.Inserts = append(w.chapter.Inserts, Insert{m.kind, m.rest, at})
	}
}

func renderInsert(w *bodyWriter, n *ast.Blockquote) {
	if index, ok := w.nodes[n]; ok {
		w.hole(InsertHere, index)
	}
}

func isInsert(kind string) bool { return slices.Contains(inserts, kind) }
