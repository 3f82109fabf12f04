package chapter

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A citation is [@id], [@id, p. 12] or [@a; @b], which may run over two lines. Its ids are those of the
// CSL-JSON that Zotero and others export.
type citationNode struct {
	ast.BaseInline
	Citation
}

var kindCitation = ast.NewNodeKind("Citation")

func (*citationNode) Kind() ast.NodeKind { return kindCitation }

func (n *citationNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type citationParser struct{}

// Trigger implements parser.InlineParser.
func (citationParser) Trigger() []byte { return []byte{'['} }

var citedSource = regexp.MustCompile(`^\s*@([A-Za-z0-9:._-]*[A-Za-z0-9_-])\s*(?:,\s*([^;]*?))?\s*$`)

// Parse implements parser.InlineParser.
func (citationParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	if len(line) < 3 || line[1] != '@' {
		return nil
	}
	lineNumber, start := block.Position()
	block.Advance(1)
	segments, ok := block.FindClosure('[', ']', text.FindClosureOptions{Newline: true, Advance: true})
	if !ok {
		block.SetPosition(lineNumber, start)
		return nil
	}
	sources, ok := parseSources(block.Source(), segments)
	if next := block.Peek(); !ok || next == '(' {
		block.SetPosition(lineNumber, start)
		return nil
	}
	node := &citationNode{Citation: Citation{Sources: sources, Offset: at.Start}}
	node.SetPos(at.Start)
	return node
}

// parseSources reads what stands between the brackets. Every piece is kept with its place in the file, also
// when a line break (and a quote's mark) stands between two pieces.
func parseSources(file []byte, segments *text.Segments) ([]Cited, bool) {
	var inside strings.Builder
	var offsets []int
	for i := range segments.Len() {
		segment := segments.At(i)
		for at := segment.Start; at < segment.Stop; at++ {
			inside.WriteByte(file[at])
			offsets = append(offsets, at)
		}
	}
	var sources []Cited
	from := 0
	for piece := range strings.SplitSeq(inside.String(), ";") {
		match := citedSource.FindStringSubmatch(piece)
		if match == nil {
			return nil, false
		}
		at := offsets[from+strings.IndexByte(piece, '@')]
		locator := strings.Join(strings.Fields(match[2]), " ")
		sources = append(sources, Cited{ID: match[1], Locator: locator, Offset: at})
		from += len(piece) + 1
	}
	return sources, true
}
