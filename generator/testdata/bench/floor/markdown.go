package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown has the extensions of the product, but for its own.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.Typographer),
	goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute()),
	goldmark.WithRendererOptions(html.WithXHTML(), renderer.WithNodeRenderers(util.Prioritized(code{}, 100))),
)

// read reads a chapter, parses it and renders its body.
func read(content, path string, part int) (*page, error) {
	source, err := os.ReadFile(filepath.Join(content, path))
	if err != nil {
		return nil, err
	}
	p := &page{path: strings.TrimSuffix(path, ".md"), part: part}
	if front, rest, found := bytes.Cut(source, []byte("\n---\n")); found {
		p.description = strings.TrimPrefix(string(front), "---\ndescription: ")
		source = rest
	}
	document := markdown.Parser().Parse(text.NewReader(source))
	if err := p.walk(document, source); err != nil {
		return nil, err
	}
	var body bytes.Buffer
	body.Grow(2 * len(source))
	err = markdown.Renderer().Render(&body, source, document)
	p.body = body.Bytes()
	return p, err
}

// walk takes the title out, notes the headings, and lets links lead to pages rather than to files.
func (p *page) walk(document ast.Node, source []byte) error {
	if title, ok := document.FirstChild().(*ast.Heading); ok {
		p.title = plain(title, source)
		document.RemoveChild(document, title)
	}
	return ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering {
				id, _ := n.AttributeString("id")
				name, _ := id.([]byte)
				p.headings = append(p.headings, heading{n.Level, string(name), plain(n, source)})
			}
		case *ast.Link:
			if i := bytes.LastIndex(n.Destination, []byte(".md")); entering && i >= 0 && !bytes.Contains(n.Destination, []byte("://")) {
				n.Destination = []byte(string(n.Destination[:i]) + ".html" + string(n.Destination[i+3:]))
			}
		}
		return ast.WalkContinue, nil
	})
}

func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			b.Write(t.Segment.Value(source))
		} else {
			b.WriteString(plain(child, source))
		}
	}
	return b.String()
}

// code renders fenced code with chroma's classes.
type code struct{}

func (code) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		block := n.(*ast.FencedCodeBlock)
		_, _ = w.WriteString(`<div class="code"><pre tabindex="0"><code>`)
		err := highlight(w, string(block.Language(source)), string(block.Lines().Value(source)))
		_, _ = w.WriteString("</code></pre></div>\n")
		return ast.WalkSkipChildren, err
	})
}

// found remembers lexers by name, misses too.
var found sync.Map

func lexer(name string) chroma.Lexer {
	if known, ok := found.Load(name); ok {
		lexer, _ := known.(chroma.Lexer)
		return lexer
	}
	lexer := lexers.Get(name)
	if lexer != nil {
		lexer = chroma.Coalesce(lexer)
	}
	found.Store(name, lexer)
	return lexer
}

func highlight(w util.BufWriter, name, source string) error {
	lexer := lexer(name)
	if lexer == nil {
		_, err := w.Write(util.EscapeHTML([]byte(source)))
		return err
	}
	tokens, err := lexer.Tokenise(nil, source)
	if err != nil {
		return err
	}
	for token := tokens(); token != chroma.EOF; token = tokens() {
		class := chroma.StandardTypes[token.Type]
		if class == "" {
			_, _ = w.Write(util.EscapeHTML([]byte(token.Value)))
			continue
		}
		_, _ = w.WriteString(`<span class="` + class + `">`)
		_, _ = w.Write(util.EscapeHTML([]byte(token.Value)))
		_, _ = w.WriteString("</span>")
	}
	return nil
}
