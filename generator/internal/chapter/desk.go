package chapter

import (
	"bytes"
	"slices"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// A desk holds what is needed while a chapter is made. It is used again for the next one, which finds room enough
// there; a chapter takes from it what it keeps, at its exact size.
type desk struct {
	texts  []byte // of all blocks
	spans  []span
	blocks []gathered
	signs  []sign           // what stands typographic in the text, by place once all is gathered
	nodes  map[ast.Node]int // index in Links, Pictures, Citations; Headings; tables and code blocks by count
	used   ids
	html   []byte
	holes  []Hole
}

// A gathered is a block whose text and spans lie in the desk, from one place to another.
type gathered struct {
	kind        BlockKind
	cited       bool
	text, spans [2]int
}

var desks = sync.Pool{New: func() any { return &desk{nodes: map[ast.Node]int{}, used: ids{}} }}

// clear makes room, and lets go of the syntax tree.
func (d *desk) clear() {
	clear(d.nodes)
	clear(d.used)
	*d = desk{d.texts[:0], d.spans[:0], d.blocks[:0], d.signs[:0], d.nodes, d.used, d.html[:0], d.holes[:0]}
}

// keepBlocks gives the chapter its blocks. Their texts are cut out of one.
func (w *walker) keepBlocks() {
	c := w.chapter
	text, spans := string(w.texts), slices.Clone(w.spans)
	c.Blocks = make([]Block, len(w.blocks))
	for i, b := range w.blocks {
		c.Blocks[i] = Block{b.kind, text[b.text[0]:b.text[1]], b.cited, spans[b.spans[0]:b.spans[1]:b.spans[1]]}
		c.Words += countWords(c.Blocks[i].Text)
	}
}

// text gathers the inline nodes of a block, and gives its text for the moment.
func (w *walker) text(n ast.Node, kind BlockKind) []byte {
	g := &w.gatherer
	*g = gatherer{walker: w, kind: kind, at: w.start(n), text: w.texts, start: len(w.texts), spans: w.spans}
	g.inside(n)
	trimmed := bytes.TrimRight(g.text[g.start:], " ")
	if len(trimmed) > 0 {
		b := gathered{kind, g.cited, [2]int{g.start, g.start + len(trimmed)}, [2]int{len(w.spans), len(g.spans)}}
		w.blocks = append(w.blocks, b)
		w.spans = g.spans
	}
	w.texts = g.text[:g.start+len(trimmed)]
	return trimmed
}
