package chapter

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Root is the folder of the chapters in a guide, and Glossary the chapter whose headings are its terms.
const (
	Root     = "content/"
	Glossary = "glossary.md"
)

// An Input is what a chapter is made of.
type Input struct {
	File   *source.File
	Parser *Parser
}

// Parse makes the chapter of a file. It is the function of a job.
func Parse(in Input) *Chapter {
	file, problems := source.Text(in.File)
	front, body, closed := splitFront(file.Bytes())
	c := &Chapter{
		File: file, Path: strings.TrimPrefix(file.Path(), Root), Problems: problems,
	}
	c.key = sync.OnceValue(func() job.Key { return job.KeyOf("chapter", in.File, in.Parser) })
	c.face = sync.OnceValue(c.findFace)
	if !closed {
		c.report(badFront.At(c.At(0), "the front matter has no end").WithHint(`close it with a line of "---"`))
	}
	var found []diag.Problem
	c.Front, found = readFront(file, front)
	c.Problems = append(c.Problems, found...)

	readable := file.Bytes()
	if e := findExcess(readable, body); e != nil {
		c.report(e.problem(file))
		readable = readable[:e.offset]
	}
	reader := text.NewReader(readable)
	reader.Advance(body)
	context := parser.NewContext()
	markdown := in.Parser.markdown
	if nakedAddresses(file.Bytes()) {
		markdown = in.Parser.naked
	}
	document := markdown.Parser().Parse(reader, parser.WithContext(context))
	if e := longDefinition(context.References(), readable); e != nil {
		c.report(e.problem(file))
		context = parser.NewContext()
		document = markdown.Parser().Parse(text.NewReader(nil), parser.WithContext(context))
	}

	d := desks.Get().(*desk)
	defer desks.Put(d)
	d.clear()
	w := &walker{desk: d, chapter: c, settings: &in.Parser.settings, quotes: in.Parser.quotes, source: file.Bytes()}
	title := w.title(document, body)
	w.children(document)
	w.footnotes(context)
	w.sortSigns()
	w.keepBlocks()
	c.Features = slices.Compact(slices.Sorted(slices.Values(c.Features)))
	in.Parser.render(w, title, document)
	in.Parser.renderQuestions(w)
	return c
}

func (c *Chapter) report(p diag.Problem) { c.Problems = append(c.Problems, p) }

// title takes the first heading of level one out of the document.
func (w *walker) title(document ast.Node, body int) *ast.Heading {
	c := w.chapter
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		heading, ok := n.(*ast.Heading)
		if !ok || heading.Level != 1 {
			continue
		}
		document.RemoveChild(document, heading)
		c.Title = string(w.text(heading, HeadingText))
		c.TitleID, c.TitleAt = w.anchor(heading, c.Title), w.start(heading)
		if c.Title != "" {
			return heading
		}
		break
	}
	c.report(missingTitle.At(c.At(max(body, c.TitleAt)), "this chapter has no title").
		WithHint("begin it with a line such as: # %s", titleOf(c.Path)))
	c.Title = titleOf(c.Path)
	if c.TitleID == "" {
		c.TitleID = w.used.fresh(c.Title)
	}
	return nil
}

// titleOf makes a title of a file's name: practise/saying-no.md becomes "Saying no".
func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if words := strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(base)); len(words) > 0 {
		text := strings.Join(words, " ")
		return strings.ToUpper(text[:1]) + text[1:]
	}
	return name
}
