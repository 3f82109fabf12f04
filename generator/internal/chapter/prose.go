package chapter

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Prose renders a Markdown text that begins at an offset of a data file: paragraphs, lists, quotes, emphasis and
// code, by the typographic rules of chapters. What needs a chapter around it (a link, a picture, a citation, a
// heading) is a problem, told where it stands as long as the file writes the text without escapes.
func (p *Parser) Prose(f *source.File, at int, prose string) (string, []diag.Problem) {
	file := source.NewFile(f.Path(), append(append([]byte{}, f.Bytes()[:at]...), prose...))
	if e := findExcess(file.Bytes(), at); e != nil {
		return "", []diag.Problem{e.problem(file)}
	}
	reader := text.NewReader(file.Bytes())
	reader.Advance(at)
	document := p.markdown.Parser().Parse(reader)
	var problems []diag.Problem
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function never fails
		if entering && !plainNode(n.Kind()) {
			problems = append(problems, richText.At(file.At(max(n.Pos(), at)), "%s cannot stand here", nodeName(n.Kind())).
				WithHint("texts of this file are paragraphs, lists and emphasis; put the rest into a chapter"))
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if len(problems) > 0 {
		return "", problems
	}
	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.clear()
	w := &walker{desk: d, chapter: &Chapter{File: file}, settings: &p.settings, quotes: p.quotes, source: file.Bytes()}
	w.children(document) // for the quotation marks and dashes
	w.sortSigns()
	return string(p.bodyOf(w, document).HTML), nil
}

func plainNode(kind ast.NodeKind) bool {
	switch kind {
	case ast.KindDocument, ast.KindParagraph, ast.KindTextBlock, ast.KindList, ast.KindListItem, ast.KindBlockquote,
		ast.KindText, ast.KindString, ast.KindEmphasis, ast.KindCodeSpan, extast.KindStrikethrough:
		return true
	}
	return false
}

func nodeName(kind ast.NodeKind) string {
	switch kind {
	case ast.KindLink, ast.KindAutoLink:
		return "a link"
	case ast.KindImage:
		return "a picture"
	case kindCitation:
		return "a citation"
	case ast.KindHeading:
		return "a heading"
	case ast.KindRawHTML, ast.KindHTMLBlock:
		return "raw HTML"
	}
	return "this"
}
