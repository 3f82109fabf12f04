package chapter

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A bareAddress is one such as https://example.org in running text. goldmark looks for them behind every space, which is a
// quarter of all its work; here the colon is what asks, and what stands before it is looked at then. Addresses
// without a protocol have no such sign, and a file that may hold one is read by a parser with goldmark's own search.
type bareAddress struct{ parser.InlineParser }

// Trigger implements parser.InlineParser.
func (bareAddress) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser. The text so far has been put into the tree, so that the protocol is taken
// out of it again.
func (b bareAddress) Parse(parent ast.Node, block text.Reader, context parser.Context) ast.Node {
	line, at := block.Position()
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != at.Start {
		return nil
	}
	start := protocolStart(block.Source()[before.Segment.Start:at.Start])
	if start < 0 {
		return nil
	}
	start += before.Segment.Start
	block.SetPosition(line, at.WithStart(start))
	node := b.InlineParser.Parse(parent, block, context)
	if node != nil {
		node.(*ast.AutoLink).SetPos(start)
		before.Segment = before.Segment.WithStop(start)
	}
	return node
}

// protocolStart is where the protocol begins that a text ends with, or -1 if it is none, or the end of a longer word.
func protocolStart(text []byte) int {
	for _, protocol := range []string{"https", "http", "ftp"} {
		if bytes.HasSuffix(text, []byte(protocol)) {
			start := len(text) - len(protocol)
			if start == 0 || !util.IsAlphaNumeric(text[start-1]) && text[start-1] < utf8.RuneSelf && text[start-1] != '\\' {
				return start
			}
		}
	}
	return -1
}

// nakedAddresses tells that a file may hold an address without a protocol: www.example.org or a mail address.
func nakedAddresses(file []byte) bool {
	if bytes.Contains(file, []byte("www.")) {
		return true
	}
	for {
		at := bytes.IndexByte(file, '@')
		if at < 0 {
			return false
		}
		if at > 0 && file[at-1] > ' ' && file[at-1] != '[' {
			return true
		}
		file = file[at+1:]
	}
}

// addresses is the extension, with goldmark's own search or without it.
func addresses(naked bool) goldmark.Extender {
	return extender(func(m goldmark.Markdown) {
		m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(bareAddress{extension.NewLinkifyParser()}, 998)))
		if naked {
			extension.Linkify.Extend(m)
		}
	})
}

type extender func(goldmark.Markdown)

func (e extender) Extend(m goldmark.Markdown) { e(m) }
