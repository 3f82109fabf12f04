package chapter

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A callout is a quote whose first line is [!KIND]. The mark is taken from the raw line, before a link could
// be seen in it, and the quote remembers it; what the kinds mean is decided when the tree is walked.
type calloutMarker struct{}

// A marker is what [!KIND] said.
type marker struct {
	kind   string // lower case
	rest   string // what follows on the line
	offset int
}

const markerAttribute = "callout"

var markerLine = regexp.MustCompile(`^\[!([A-Za-z][A-Za-z0-9-]*)\][ \t]*(.*)$`)

// quizKind is that of a knowledge check.
const quizKind = "quiz"

// githubCallouts are the kinds that GitHub knows; their titles are words of the layouts.
var githubCallouts = []string{"note", "tip", "important", "warning", "caution"}

// Transform implements parser.ParagraphTransformer.
func (calloutMarker) Transform(paragraph *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote := paragraph.Parent()
	if quote == nil || quote.Kind() != ast.KindBlockquote || paragraph.PreviousSibling() != nil {
		return
	}
	lines := paragraph.Lines()
	first := lines.At(0)
	match := markerLine.FindSubmatch(bytes.TrimRight(first.Value(reader.Source()), " \t\n"))
	if match == nil {
		return
	}
	quote.SetAttributeString(markerAttribute,
		marker{strings.ToLower(string(match[1])), string(match[2]), first.Start})
	rest := text.NewSegments()
	for i := 1; i < lines.Len(); i++ {
		rest.Append(lines.At(i))
	}
	if rest.Len() == 0 {
		quote.RemoveChild(quote, paragraph)
		return
	}
	paragraph.SetLines(rest)
}

func calloutOf(n ast.Node) (marker, bool) {
	value, ok := n.AttributeString(markerAttribute)
	if !ok {
		return marker{}, false
	}
	m, ok := value.(marker)
	return m, ok
}
