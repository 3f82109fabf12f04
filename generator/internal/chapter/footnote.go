package chapter

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteBlocks remembers each footnote that is written, since goldmark drops those without a mark, and
// nothing an author wrote may vanish unsaid.
type footnoteBlocks struct{ parser.BlockParser }

var footnotesKey = parser.NewContextKey()

// Close implements parser.BlockParser.
func (f footnoteBlocks) Close(node ast.Node, reader text.Reader, context parser.Context) {
	f.BlockParser.Close(node, reader, context)
	if note, ok := node.(*extast.Footnote); ok {
		context.Set(footnotesKey, append(writtenFootnotes(context), note))
	}
}

func writtenFootnotes(context parser.Context) []*extast.Footnote {
	notes, _ := context.Get(footnotesKey).([]*extast.Footnote)
	return notes
}
