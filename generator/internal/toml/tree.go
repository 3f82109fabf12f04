package toml

import (
	"errors"
	"fmt"
	"strings"

	gotoml "github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// This file is the only one that knows go-toml's unstable parser. It makes a tree of everything in the
// text, each part with its offset, and goes on after what is no TOML.

type kind int

const (
	broken   kind = iota // reported, and left out
	text                 // value is a string
	boolean              // a bool
	whole                // an int64
	fraction             // a float64
	date                 // a Date
	moment               // a time, or a date with a time
	list                 // items
	table                // named
	headers              // items: one table for each [name] or [[name]] of the same name
)

// A form is how a table came about, which decides what may still be added to it.
type form int

const (
	inline  form = iota // { … }, or the file itself
	dotted              // a.b = …, of which it is a
	implied             // [a.b], of which it is a
	single              // [a]
	double              // [[a]]
)

// A node is a value and where it stands. A table remembers its names in the order of the file.
type node struct {
	kind    kind
	form    form
	key     int // offset of the name
	at      int // offset of the value, or of the bracket that opens a header
	value   any
	written string
	items   []*node
	names   []string
	named   map[string]*node
}

func (n *node) add(name string, child *node) {
	if n.named == nil {
		n.named = map[string]*node{}
	}
	n.names = append(n.names, name)
	n.named[name] = child
}

func (n *node) last() *node { return n.items[len(n.items)-1] }

// A segment is one name of a dotted key.
type segment struct {
	name    string
	at, end int
}

// A builder adds one expression after the other to the tree.
type builder struct {
	*reader
	parser  unstable.Parser
	base    int   // offset of what the parser was given
	done    int   // offset of the end of what was understood
	current *node // the table of the last header
}

func (r *reader) read() {
	b := &builder{reader: r, current: r.root}
	for b.base < len(r.text) {
		b.parser.Reset(r.text[b.base:])
		for b.parser.NextExpression() {
			b.expression(b.parser.Expression())
		}
		err := b.parser.Error()
		if err == nil {
			return
		}
		var mistake *unstable.ParserError
		errors.As(err, &mistake)
		b.base = b.resume(mistake.Message, b.base+int(b.parser.Range(mistake.Highlight).Offset))
		b.done = b.base
	}
}

func (b *builder) expression(e *unstable.Node) {
	if e.Kind == unstable.KeyValue {
		b.done = b.pair(b.current, e)
		return
	}
	path, brackets := b.path(e.Key()), 1
	if e.Kind == unstable.ArrayTable {
		brackets = 2
	}
	at := path[0].at - 1
	for b.text[at] != '[' { // [ name ] may have spaces
		at--
	}
	b.header(path, at-brackets+1, brackets == 2)
	b.done = b.blank(path[len(path)-1].end) + brackets
}

func (b *builder) path(keys unstable.Iterator) []segment {
	var path []segment
	for keys.Next() {
		raw := keys.Node().Raw
		at := b.base + int(raw.Offset)
		path = append(path, segment{string(keys.Node().Data), at, at + int(raw.Length)})
	}
	return path
}

// blank returns the offset of the first byte from i on that is neither a space nor a tab.
func (b *builder) blank(i int) int {
	for i < len(b.text) && (b.text[i] == ' ' || b.text[i] == '\t') {
		i++
	}
	return i
}

// gap does the same over line ends, commas and comments.
func (b *builder) gap(i int) int {
	for i < len(b.text) {
		switch b.text[i] {
		case ' ', '\t', '\r', '\n', ',':
			i++
		case '#':
			for i < len(b.text) && b.text[i] != '\n' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// header makes the table of a [path] or [[path]] the current one. A name that stands more than once is
// judged later, when it is known whether many are meant.
func (b *builder) header(path []segment, at int, many bool) {
	into, last := b.root, path[len(path)-1]
	b.current = &node{kind: table, form: single, key: last.at, at: at}
	if many {
		b.current.form = double
	}
	for _, s := range path[:len(path)-1] {
		if into = b.descend(into, s); into == nil {
			return
		}
	}
	group := into.named[last.name]
	switch {
	case group == nil:
		into.add(last.name, &node{kind: headers, key: last.at, at: at, items: []*node{b.current}})
	case group.kind != headers:
		b.twice(last, group)
	case !many && group.last().form == implied:
		told := group.last()
		told.form, told.key, told.at = single, last.at, at
		group.key, group.at = group.items[0].key, group.items[0].at
		b.current = told
	default:
		group.items = append(group.items, b.current)
	}
}

func (b *builder) descend(into *node, s segment) *node {
	next := into.named[s.name]
	switch {
	case next == nil:
		implicit := &node{kind: table, form: implied, key: s.at, at: s.at}
		into.add(s.name, &node{kind: headers, key: s.at, at: s.at, items: []*node{implicit}})
		return implicit
	case next.kind == headers:
		return next.last()
	case next.kind == table && next.form == dotted:
		return next
	}
	b.twice(s, next)
	return nil
}

// pair adds a `key = value` to a table, and returns the offset of its end.
func (b *builder) pair(into *node, e *unstable.Node) int {
	path := b.path(e.Key())
	equals := b.blank(path[len(path)-1].end)
	value, end := b.node(e.Value(), b.blank(equals+1))
	b.put(into, path, value)
	return end
}

func (b *builder) put(into *node, path []segment, value *node) {
	for _, s := range path[:len(path)-1] {
		next := into.named[s.name]
		if next == nil {
			next = &node{kind: table, form: dotted, key: s.at, at: s.at}
			into.add(s.name, next)
		} else if next.kind != table || next.form != dotted {
			b.twice(s, next)
			return
		}
		into = next
	}
	last := path[len(path)-1]
	if old := into.named[last.name]; old != nil {
		b.twice(last, old)
		return
	}
	value.key = last.at
	into.add(last.name, value)
}

func (b *builder) twice(s segment, old *node) {
	hint := fmt.Sprintf("it is set first on line %d", b.file.At(old.key).Line)
	b.report(badTOML, s.at, hint, "%s is set twice", s.name)
}

// node makes a node of a value. The parser does not say where lists stand, so from is the offset of the
// value, or of what may be skipped before it; the end is returned.
func (b *builder) node(v *unstable.Node, from int) (*node, int) {
	n := &node{at: b.gap(from)}
	switch v.Kind {
	case unstable.Array:
		n.kind = list
		end := n.at + 1
		for items := v.Children(); items.Next(); {
			var item *node
			item, end = b.node(items.Node(), end)
			n.items = append(n.items, item)
		}
		return n, b.gap(end) + 1
	case unstable.InlineTable:
		n.kind = table
		end := n.at + 1
		for pairs := v.Children(); pairs.Next(); {
			end = b.pair(n, pairs.Node())
		}
		return n, b.gap(end) + 1
	}
	end := n.at + int(v.Raw.Length)
	n.written = string(b.text[n.at:end])
	b.scalar(n, v)
	return n, end
}

// scalar lets go-toml decode what its parser only delimits.
func (b *builder) scalar(n *node, v *unstable.Node) {
	if v.Kind == unstable.String {
		n.kind, n.value = text, strings.ReplaceAll(string(v.Data), "\r\n", "\n")
	} else if err := n.decode(); err != nil {
		b.report(badTOML, n.at, "", "%s cannot be read: %s", n.written, strings.TrimPrefix(err.Error(), "toml: "))
	}
}

// decode makes a value of what is written, which is one word without quotes.
func (n *node) decode() error {
	var doc map[string]any
	if err := gotoml.Unmarshal([]byte("v = "+n.written), &doc); err != nil {
		return err
	}
	n.value = doc["v"]
	switch n.value.(type) {
	case bool:
		n.kind = boolean
	case int64:
		n.kind = whole
	case float64:
		n.kind = fraction
	case Date:
		n.kind = date
	default:
		n.kind = moment
	}
	return nil
}
