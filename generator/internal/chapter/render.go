package chapter

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// render makes the bodies of the title and of the rest. goldmark renders what it knows; the functions below
// render what carries holes, anchors or our own markup.
func (p *Parser) render(w *walker, title *ast.Heading, document ast.Node) {
	c := w.chapter
	out := &bodyWriter{walker: w}
	if title != nil {
		for child := title.FirstChild(); child != nil; child = child.NextSibling() {
			_ = p.markdown.Renderer().Render(out, w.source, child) // a bodyWriter never fails
		}
		c.TitleHTML = out.body()
	} else {
		c.TitleHTML = Body{HTML: AppendEscaped(nil, c.Title)}
	}
	_ = p.markdown.Renderer().Render(out, w.source, document)
	out.endTerm()
	c.Body = out.body()
}

// A bodyWriter takes what goldmark renders, and remembers where the holes are.
type bodyWriter struct {
	*walker
	coded int // bytes of code so far
	term  int // index from 1 of the term's heading that is being explained, or 0
}

// body is what was written, and makes room for the next.
func (w *bodyWriter) body() Body {
	if bytes.Contains(w.source, []byte("&#")) || bytes.Contains(w.source, []byte("\xef\xbf")) {
		cleanse(w.html)
	}
	b := Body{HTML: bytes.Clone(w.html), Holes: slices.Clone(w.holes)}
	w.html, w.holes = w.html[:0], w.holes[:0]
	return b
}

// cleanse takes out the characters that neither HTML nor XML may hold: those of numeric entities, and U+FFFE and
// U+FFFF. What stands in for them is as long, so that the holes stay where they are.
func cleanse(html []byte) {
	for i, c := range html {
		switch {
		case c < ' ' && c != '\n' && c != '\t':
			html[i] = ' '
		case c >= 0xbe && i > 1 && html[i-1] == 0xbf && html[i-2] == 0xef:
			html[i] = 0xbd
		}
	}
}

func (w *bodyWriter) hole(kind HoleKind, index int) {
	w.holes = append(w.holes, Hole{At: len(w.html), Kind: kind, Index: index})
}

func (w *bodyWriter) word(name string) {
	w.holes = append(w.holes, Hole{At: len(w.html), Kind: Word, Word: name})
}

func (w *bodyWriter) endTerm() {
	if w.term > 0 {
		w.hole(TermEnd, w.term-1)
	}
	w.term = 0
}

func (w *bodyWriter) put(parts ...string) {
	for _, part := range parts {
		w.html = append(w.html, part...)
	}
}

func (w *bodyWriter) text(s string) { w.html = AppendEscaped(w.html, s) }

// The methods of util.BufWriter, without which goldmark would put a buffer of its own in front.

func (w *bodyWriter) Write(b []byte) (int, error) { w.html = append(w.html, b...); return len(b), nil }
func (w *bodyWriter) WriteString(s string) (int, error) {
	w.html = append(w.html, s...)
	return len(s), nil
}
func (w *bodyWriter) WriteByte(b byte) error { w.html = append(w.html, b); return nil }
func (w *bodyWriter) Available() int         { return cap(w.html) - len(w.html) }
func (w *bodyWriter) Buffered() int          { return len(w.html) }
func (w *bodyWriter) Flush() error           { return nil }
func (w *bodyWriter) WriteRune(r rune) (int, error) {
	before := len(w.html)
	w.html = append(w.html, string(r)...)
	return len(w.html) - before, nil
}

// bodyRenderer holds the functions by kind of node. It has no state: that of a chapter is in its bodyWriter.
type bodyRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (bodyRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindText, node(renderText))
	r.Register(ast.KindHeading, node(renderHeading))
	r.Register(ast.KindParagraph, node(renderParagraph))
	r.Register(ast.KindBlockquote, node(renderQuote))
	r.Register(ast.KindFencedCodeBlock, node(renderCode))
	r.Register(ast.KindCodeBlock, node(renderCode))
	r.Register(ast.KindHTMLBlock, node(skip[*ast.HTMLBlock]))
	r.Register(ast.KindRawHTML, node(skip[*ast.RawHTML]))
	r.Register(ast.KindLink, node(renderLink))
	r.Register(ast.KindAutoLink, node(renderAutoLink))
	r.Register(ast.KindImage, node(renderImage))
	r.Register(kindCitation, node(renderCitation))
	r.Register(extast.KindTable, node(renderTable))
	r.Register(extast.KindTableCell, node(renderCell))
	r.Register(extast.KindTaskCheckBox, node(renderTask))
	r.Register(extast.KindFootnoteLink, node(renderFootnoteLink))
	r.Register(extast.KindFootnoteBacklink, node(renderFootnoteBacklink))
	r.Register(extast.KindFootnote, node(renderFootnote))
	r.Register(extast.KindFootnoteList, node(renderFootnoteList))
}

// node adapts a function on one type of node to goldmark's shape.
func node[N ast.Node](render func(w *bodyWriter, n N, entering bool) ast.WalkStatus) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return render(w.(*bodyWriter), n.(N), entering), nil
	}
}

func skip[N ast.Node](*bodyWriter, N, bool) ast.WalkStatus { return ast.WalkSkipChildren }

// renderText writes a run of text with its typographic signs.
func renderText(w *bodyWriter, n *ast.Text, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	from := n.Segment.Start
	for _, s := range w.signsIn(from, n.Segment.Stop) {
		w.prose(w.source[from:s.from])
		w.put(s.shown)
		from = s.to
	}
	w.prose(w.source[from:n.Segment.Stop])
	switch {
	case n.HardLineBreak():
		w.put("<br />\n")
	case n.SoftLineBreak():
		w.put("\n")
	}
	return ast.WalkContinue
}

// prose writes text of the file. Most is as it will be shown; goldmark knows the rest.
func (w *bodyWriter) prose(text []byte) {
	for _, c := range text {
		if marked[c] {
			html.DefaultWriter.Write(w, text)
			return
		}
	}
	w.html = append(w.html, text...)
}

// marked are the bytes that mean something in Markdown's text or in markup.
var marked = [256]bool{'\\': true, '&': true, '<': true, '>': true, '"': true}

func renderHeading(w *bodyWriter, n *ast.Heading, entering bool) ast.WalkStatus {
	index, ok := w.nodes[n]
	if !ok {
		return ast.WalkContinue
	}
	heading, level := w.chapter.Headings[index], strconv.Itoa(n.Level)
	if entering {
		if n.Level <= 2 {
			w.endTerm()
		}
		if n.Level == 2 && w.chapter.Path == Glossary {
			w.term = index + 1
		}
		w.put("<h", level, ` id="`)
		w.text(heading.ID)
		w.put(`">`)
		return ast.WalkContinue
	}
	w.put(` <a class="anchor" href="#`)
	w.text(heading.ID)
	w.put(`" aria-label="`)
	w.word("anchor-label")
	w.put(" ")
	w.text(heading.Text)
	w.put(`">#</a></h`, level, ">\n")
	return ast.WalkContinue
}

func renderParagraph(w *bodyWriter, n *ast.Paragraph, entering bool) ast.WalkStatus {
	if picture, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 {
		if index := w.nodes[picture]; w.chapter.Pictures[index].Figure {
			if entering {
				renderFigure(w, index)
			}
			return ast.WalkSkipChildren
		}
	}
	if entering {
		w.put("<p>")
	} else {
		w.put("</p>\n")
	}
	return ast.WalkContinue
}

func renderFigure(w *bodyWriter, index int) {
	w.put(`<figure class="figure">`)
	w.hole(PictureHere, index)
	if caption := w.chapter.Pictures[index].Caption; caption != "" {
		w.put("<figcaption>")
		w.text(caption)
		w.put("</figcaption>")
	}
	w.put("</figure>\n")
}

func renderQuote(w *bodyWriter, n *ast.Blockquote, entering bool) ast.WalkStatus {
	m, isCallout := calloutOf(n)
	title, known := w.calloutTitle(m.kind)
	index, isQuestion := w.nodes[n]
	switch {
	case isInsert(m.kind):
		if entering {
			renderInsert(w, n)
		}
		return ast.WalkSkipChildren
	case m.kind == quizKind && isQuestion:
		if entering {
			w.hole(QuestionHere, index)
		}
		return ast.WalkSkipChildren
	case !isCallout || !known:
		if entering {
			w.put("<blockquote>\n")
		} else {
			w.put("</blockquote>\n")
		}
	case !entering:
		w.put("</aside>\n")
	default:
		w.put(`<aside class="callout" data-kind="`, m.kind, `" role="note" aria-label="`)
		w.calloutName(m.kind, title)
		w.put(`"><p class="callout-title">`)
		w.calloutName(m.kind, title)
		w.put("</p>\n")
	}
	return ast.WalkContinue
}

func (w *bodyWriter) calloutName(kind, title string) {
	if title == "" {
		w.word("callout-" + kind)
		return
	}
	w.text(title)
}

// renderCode is for fenced and for indented code.
func renderCode(w *bodyWriter, n ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	language := ""
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(w.source))
	}
	w.put(`<div class="code"><pre tabindex="0" role="region" aria-label="`)
	w.word("code-label")
	w.put(" ", strconv.Itoa(w.nodes[n]), `"><code`)
	if language != "" {
		w.put(` class="language-`)
		w.text(language)
		w.put(`"`)
	}
	w.put(">")
	var code []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		code = append(code, line.Value(w.source)...)
	}
	if w.coded += len(code); w.coded > mostCode || monotonous(string(code)) {
		language = "" // whoever wrote this has nothing from colours
	}
	w.html = highlight(w.html, language, string(code))
	w.put("</code></pre></div>\n")
	return ast.WalkSkipChildren
}

func renderLink(w *bodyWriter, n *ast.Link, entering bool) ast.WalkStatus {
	index, ok := w.nodes[n]
	if !ok || w.chapter.Links[index].Unsafe {
		return ast.WalkContinue // in a picture's description, or refused: the text stands alone
	}
	link := w.chapter.Links[index]
	if !entering {
		if link.Text == "" && !link.HasPicture && !link.HasCode {
			w.hole(LinkTitle, index)
		}
		w.put("</a>")
		w.hole(LinkEnd, index)
		return ast.WalkContinue
	}
	w.open(index, link.Term)
	if len(n.Title) > 0 {
		w.html = w.html[:len(w.html)-1]
		w.put(` title="`)
		w.text(plain(n.Title))
		w.put(`">`)
	}
	return ast.WalkContinue
}

// open begins a link.
func (w *bodyWriter) open(index int, term bool) {
	if term {
		w.put(`<a class="term" href="`)
	} else {
		w.put(`<a href="`)
	}
	w.hole(LinkHref, index)
	w.put(`">`)
}

func renderAutoLink(w *bodyWriter, n *ast.AutoLink, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	index, ok := w.nodes[n]
	if !ok || w.chapter.Links[index].Unsafe {
		w.text(string(n.Label(w.source)))
		return ast.WalkContinue
	}
	w.open(index, false)
	w.text(w.chapter.Links[index].Text)
	w.put("</a>")
	return ast.WalkContinue
}

func renderImage(w *bodyWriter, n *ast.Image, entering bool) ast.WalkStatus {
	if index, ok := w.nodes[n]; ok && entering {
		w.hole(PictureHere, index)
	}
	return ast.WalkSkipChildren
}

func renderCitation(w *bodyWriter, n *citationNode, entering bool) ast.WalkStatus {
	if index, ok := w.nodes[n]; ok && entering {
		// "words [@id]." is how it reads well in Markdown; a raised number follows its word without a space.
		from := 0
		if n := len(w.holes); n > 0 {
			from = w.holes[n-1].At
		}
		w.html = w.html[:from+len(bytes.TrimRight(w.html[from:], " \n"))]
		w.hole(CitationHere, index)
	}
	return ast.WalkContinue
}
