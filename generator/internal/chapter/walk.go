package chapter

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A walker goes once over the blocks of a syntax tree, collects what the chapter tells of itself, and numbers
// the nodes that will be holes in the body.
type walker struct {
	*desk
	chapter  *Chapter
	settings *Settings
	quotes   [4]string // of the language: double and single, opening and closing
	source   []byte
	inItem   int // how many list items are open
	tables   int
	codes    int
	elements map[string]int // of raw HTML, by name: how many have begun and not ended
	gatherer gatherer       // of one block after the other

	inOption  bool            // of a question
	questions []questionParts // of Questions, one each
}

func (w *walker) report(rule diag.Rule, offset int, format string, args ...any) *diag.Problem {
	c := w.chapter
	c.Problems = append(c.Problems, rule.At(c.At(offset), format, args...))
	return &c.Problems[len(c.Problems)-1]
}

func (w *walker) feature(name string) { w.chapter.Features = append(w.chapter.Features, name) }

func (w *walker) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.block(child)
	}
}

func (w *walker) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.text(n, w.kind())
	case *ast.ListItem:
		w.inItem++
		w.children(n)
		w.inItem--
	case *ast.ThematicBreak:
		w.feature("rule")
	case *ast.Blockquote:
		w.quote(n)
	case *ast.FencedCodeBlock:
		w.code(n)
	case *ast.CodeBlock:
		w.feature("code")
		w.codes++
		w.nodes[n] = w.codes
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *extast.Table:
		w.feature("table")
		w.tables++
		w.nodes[n] = w.tables
		w.children(n)
	case *extast.TableCell:
		w.text(n, Cell)
	case *extast.FootnoteList:
		w.feature("footnotes")
		w.children(n)
	default:
		w.children(n)
	}
}

func (w *walker) kind() BlockKind {
	if w.inItem > 0 {
		return Item
	}
	return Paragraph
}

func (w *walker) heading(n *ast.Heading) {
	c, at := w.chapter, w.start(n)
	if n.Level == 1 {
		w.report(secondTitle, at, "a second heading of level one").
			Hint = "write ## for a section of this chapter, or make it a chapter of its own"
		n.Level = 2
	}
	text := string(w.text(n, HeadingText))
	w.nodes[n] = len(c.Headings)
	c.Headings = append(c.Headings, Heading{n.Level, w.anchor(n, text), text, at})
}

// anchorForm takes long to make, and most runs need none.
var anchorForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN][\pL\pN\pM_.:-]*$`) })

// anchor is the id that a heading asks for with {#id}, or one made of its text.
func (w *walker) anchor(n *ast.Heading, text string) string {
	value, ok := n.AttributeString("id")
	if !ok {
		return w.used.fresh(text)
	}
	id := fmt.Sprintf("%s", value)
	switch {
	case !anchorForm().MatchString(id):
		w.report(badID, w.start(n), "%q cannot be an anchor", id).
			Hint = fmt.Sprintf("use letters, digits and hyphens, such as {#%s}", Slug(text))
	case w.used[id] > 0:
		w.report(duplicateID, w.start(n), "the anchor %q is given twice in this chapter", id).
			Hint = "change one of the two"
	default:
		w.used.take(id)
		return id
	}
	return w.used.fresh(text)
}

// start is where a block's own text begins, or the block itself where it has none.
func (w *walker) start(n ast.Node) int {
	if lines := n.Lines(); lines != nil && lines.Len() > 0 {
		at := lines.At(0).Start
		// A heading is pointed at by its first "#".
		if n.Kind() == ast.KindHeading {
			line := bytes.LastIndexByte(w.source[:at], '\n') + 1
			if mark := bytes.IndexByte(w.source[line:at], '#'); mark >= 0 {
				return line + mark
			}
		}
		return at
	}
	return max(n.Pos(), 0)
}

func (w *walker) paragraph(n *ast.Paragraph) {
	if picture, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 && w.inItem == 0 {
		w.feature("figure")
		w.picture(picture, true, nil)
		return
	}
	w.text(n, w.kind())
}

func (w *walker) quote(n *ast.Blockquote) {
	m, ok := calloutOf(n)
	switch {
	case !ok:
		w.feature("quote")
	case m.kind == quizKind:
		w.question(n, m)
		return
	case isInsert(m.kind):
		w.insert(n, m)
	default:
		w.callout(m)
	}
	w.children(n)
}

func (w *walker) callout(m marker) {
	w.feature("callout")
	if _, known := w.calloutTitle(m.kind); !known {
		kinds := slices.Concat(githubCallouts, []string{quizKind}, inserts)
		for _, c := range w.settings.Callouts {
			kinds = append(kinds, c.Kind)
		}
		hint := diag.DidYouMean(m.kind, kinds)
		if hint == "" {
			hint = "the kinds are " + strings.Join(kinds, ", ")
		}
		w.report(unknownCallout, m.offset, "no callout is called %q", m.kind).Hint = hint
	} else if m.rest != "" {
		w.report(unknownCallout, m.offset, "the mark of a callout stands alone on its line").
			Hint = fmt.Sprintf("put %q on the next line", m.rest)
	}
}

// calloutTitle is a kind's title; that of GitHub's five is empty, since the layouts know it.
func (w *walker) calloutTitle(kind string) (string, bool) {
	for _, c := range w.settings.Callouts {
		if c.Kind == kind {
			return c.Title, true
		}
	}
	for _, github := range githubCallouts {
		if kind == github {
			return "", true
		}
	}
	return "", false
}

func (w *walker) code(n *ast.FencedCodeBlock) {
	w.feature("code")
	w.codes++
	w.nodes[n] = w.codes
	name := string(n.Language(w.source))
	if name == "" || lexer(name) != nil {
		return
	}
	w.report(unknownLanguage, n.Info.Segment.Start, "no highlighting for the language %q", name).Hint = diag.DidYouMean(name, languages())
}

func (w *walker) htmlBlock(n *ast.HTMLBlock) {
	if lines := n.Lines(); lines.Len() > 0 {
		w.rawHTML(lines.Value(w.source), lines.At(0).Start)
	}
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// rawHTML reports a tag. One problem is enough for an element, so that its end is not told.
func (w *walker) rawHTML(raw []byte, offset int) {
	trimmed := bytes.TrimLeft(raw, " ")
	if bytes.HasPrefix(trimmed, []byte("<!--")) {
		return
	}
	if match := tagName.FindSubmatch(trimmed); match != nil {
		name, lower := strings.ToLower(string(match[1])), strings.ToLower(string(trimmed))
		if trimmed[1] == '/' && w.elements[name] > 0 {
			w.elements[name]--
			return
		}
		if w.elements == nil {
			w.elements = map[string]int{}
		}
		w.elements[name] += max(0, strings.Count(lower, "<"+name)-strings.Count(lower, "</"+name))
	}
	tag, _, _ := strings.Cut(string(trimmed), "\n")
	w.report(unsafeHTML, offset+len(raw)-len(trimmed), "raw HTML is not passed on: %s", clip(tag, 40)).
		Hint = "write it in Markdown, or between `backticks` to show it"
}

func (w *walker) footnotes(context parser.Context) {
	for _, note := range writtenFootnotes(context) {
		if note.Index < 0 {
			at := max(note.Pos(), 0)
			w.report(unusedFootnote, at, "nothing in the text leads to the footnote %q", note.Ref).
				Hint = fmt.Sprintf("put [^%s] where it belongs, or delete it", note.Ref)
		}
	}
}

func clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}
