package chapter

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// Settings are all that parsing a chapter depends on besides its file.
type Settings struct {
	Language string    // decides the shape of quotation marks
	Callouts []Callout // those of site.toml, in the order of their kinds
}

// A Callout is a kind of callout and the title that its boxes carry.
type Callout struct{ Kind, Title string }

// A Parser makes chapters. It may be used by several goroutines.
type Parser struct {
	settings Settings
	quotes   [4]string
	markdown goldmark.Markdown
	naked    goldmark.Markdown // for files that may hold addresses without a protocol
	key      job.Key
}

// NewParser makes a parser with the settings.
func NewParser(settings Settings) *Parser {
	return &Parser{
		settings: settings, quotes: quotesOf(settings.Language), key: job.KeyOf("parser", settings),
		markdown: newMarkdown(false), naked: newMarkdown(true),
	}
}

// JobKey is the hash of the settings.
func (p *Parser) JobKey() job.Key { return p.key }

// newMarkdown is CommonMark and GitHub's extensions, footnotes, citations and callouts,
// rendered as HTML that is well-formed as XML.
func newMarkdown(naked bool) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(), extension.Strikethrough, extension.TaskList, addresses(naked),
		),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(util.Prioritized(footnoteBlocks{extension.NewFootnoteBlockParser()}, 999)),
			parser.WithInlineParsers(
				util.Prioritized(extension.NewFootnoteParser(), 101),
				util.Prioritized(citationParser{}, 150),
			),
			parser.WithParagraphTransformers(util.Prioritized(calloutMarker{}, 50)),
			parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
		),
		goldmark.WithRendererOptions(
			html.WithXHTML(),
			renderer.WithNodeRenderers(util.Prioritized(bodyRenderer{}, 100)),
		),
	)
}
