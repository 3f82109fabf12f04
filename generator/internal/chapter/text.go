package chapter

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

const replaced = "\ufffc" // stands for code, pictures and citations

// A gatherer makes the plain text of one block, and notes the links, pictures and citations in it.
type gatherer struct {
	*walker
	text  []byte
	start int // where it begins
	spans []span
	cited bool
	at    int // where the text so far ends in the file
	kind  BlockKind

	link    *ast.Link // the open one
	picture bool      // inside a picture's description
	open    [2]int    // quotations that are not yet closed, double and single
}

func (g *gatherer) inside(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		g.inline(child)
	}
}

func (g *gatherer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		g.segment(n)
	case *ast.CodeSpan:
		g.codeSpan(n)
	case *ast.Link:
		g.linkNode(n)
	case *ast.AutoLink:
		g.autoLink(n)
	case *ast.Image:
		g.image(n)
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			first := n.Segments.At(0)
			g.rawHTML(first.Value(g.source), first.Start)
		}
	case *citationNode:
		g.citation(n)
	case *extast.TaskCheckBox:
		g.feature("tasks")
	case *extast.FootnoteLink:
		if g.inOption {
			g.report(badQuiz, g.at, "a footnote cannot stand in an option").Hint = "put it into the feedback"
		}
	default:
		g.inside(n)
	}
}

func (g *gatherer) put(s string, offset int) {
	g.spans = append(g.spans, span{int32(len(g.text) - g.start), int32(offset)})
	g.text = append(g.text, s...)
}

func (g *gatherer) putBytes(b []byte, offset int) {
	g.spans = append(g.spans, span{int32(len(g.text) - g.start), int32(offset)})
	g.text = append(g.text, b...)
}

// segment adds a run of text as the reader will see it: without the backslash of an escape, with characters for
// entities, and with typographic marks.
func (g *gatherer) segment(n *ast.Text) {
	from, stop := n.Segment.Start, n.Segment.Stop
	for i := from; i < stop; {
		if !telling[g.source[i]] {
			i++
			continue
		}
		shown, size := g.shown(i, stop)
		if size == 0 {
			i++
			continue
		}
		if from < i {
			g.putBytes(g.source[from:i], from)
		}
		g.put(shown, i)
		i += size
		from = i
	}
	if from < stop {
		g.putBytes(g.source[from:stop], from)
	}
	g.at = stop
	if n.SoftLineBreak() || n.HardLineBreak() {
		g.put(" ", stop)
	}
}

// telling are the bytes that may be shown as something else, or have something said about them.
var telling = func() (bytes [256]bool) {
	for _, c := range []byte("\\&['\"-.") {
		bytes[c] = true
	}
	return bytes
}()

// shown is what the file's bytes from at on are shown as, and how many they are; 0 if there is nothing special about them.
func (g *gatherer) shown(at, stop int) (text string, size int) {
	raw := g.source[at:stop]
	switch raw[0] {
	case '[':
		g.looseMark(at)
	case '\\':
		if len(raw) > 1 && util.IsPunct(raw[1]) {
			return string(raw[1:2]), 2
		}
	case '&':
		return entity(raw)
	default:
		return g.sign(at, stop)
	}
	return "", 0
}

func entity(raw []byte) (text string, size int) {
	end := bytes.IndexByte(raw[:min(len(raw), 40)], ';')
	if end < 2 {
		return "", 0
	}
	resolved := util.ResolveEntityNames(util.ResolveNumericReferences(raw[:end+1]))
	switch {
	case bytes.Equal(resolved, raw[:end+1]):
		return "", 0
	case resolved[0] < ' ':
		return " ", end + 1 // as in the body
	}
	return string(resolved), end + 1
}

var (
	looseFootnote = regexp.MustCompile(`^\[\^[^\]\s]{1,200}\]`)
	looseCitation = regexp.MustCompile(`^\[@[^\]\n]{0,200}\]?`)
)

// looseMark reports what was left as text: [^x] where no footnote has that name, and [@x] that cannot be read.
func (g *gatherer) looseMark(at int) {
	if mark := looseFootnote.Find(g.source[at:]); mark != nil {
		g.report(unknownFootnote, at, "no footnote is called %q", mark[2:len(mark)-1]).
			Hint = "add a paragraph that begins with " + string(mark) + ":"
	} else if mark := looseCitation.Find(g.source[at:]); mark != nil {
		g.report(badCitation, at, "this citation cannot be read: %s", clip(string(mark), 40)).
			Hint = `write [@id], [@id, p. 12] or [@a; @b]; \[@ shows the signs themselves`
	}
}

func (g *gatherer) codeSpan(n *ast.CodeSpan) {
	g.feature("verbatim")
	at := max(n.Pos(), g.at)
	if g.kind != HeadingText {
		g.put(replaced, at)
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			if g.kind == HeadingText {
				g.put(string(text.Segment.Value(g.source)), text.Segment.Start)
			}
			g.at = text.Segment.Stop + 1
		}
	}
}

func (g *gatherer) linkNode(n *ast.Link) {
	if g.inOption {
		g.report(badQuiz, max(n.Pos(), 0), "a link cannot stand in an option").Hint = "put it into the feedback"
	}
	g.nodes[n] = len(g.chapter.Links)
	g.chapter.Links = append(g.chapter.Links, Link{Target: g.target(n.Destination), Offset: max(n.Pos(), 0)})
	index, outer, from := len(g.chapter.Links)-1, g.link, len(g.text)
	g.link = n
	g.inside(n)
	g.link = outer
	link := &g.chapter.Links[index]
	link.Text = strings.TrimSpace(strings.ReplaceAll(string(g.text[from:]), replaced, ""))
	link.HasPicture = holds(n, ast.KindImage)
	link.HasCode = holds(n, ast.KindCodeSpan)
	g.safe(link)
	link.Term = !link.Unsafe && g.isTerm(link.Target)
}

func holds(n ast.Node, kind ast.NodeKind) bool {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child.Kind() == kind || holds(child, kind) {
			return true
		}
	}
	return false
}

// isTerm tells whether a target is a heading of the glossary, seen from another chapter.
func (w *walker) isTerm(target string) bool {
	file, anchor, _ := strings.Cut(target, "#")
	return anchor != "" && file != "" && w.chapter.Path != Glossary &&
		path.Join(path.Dir(w.chapter.Path), file) == Glossary
}

func (g *gatherer) autoLink(n *ast.AutoLink) {
	label := n.Label(g.source)
	at := max(n.Pos(), g.at)
	if i := bytes.Index(g.source[min(at, len(g.source)):], label); i >= 0 && i < 3 {
		at += i // goldmark gives the place of the "<", or of the character before a bare address
	}
	target := string(n.URL(g.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	g.nodes[n] = len(g.chapter.Links)
	g.chapter.Links = append(g.chapter.Links, Link{Target: target, Text: string(label), Offset: at, Auto: true})
	g.safe(&g.chapter.Links[len(g.chapter.Links)-1])
	if g.kind == HeadingText {
		g.put(string(label), at)
	} else {
		g.put(replaced, at)
	}
	g.at = at + len(label)
}

func (g *gatherer) image(n *ast.Image) {
	index := g.walker.picture(n, false, g.link)
	if g.kind == HeadingText {
		g.put(g.chapter.Pictures[index].Alt, max(n.Pos(), 0))
	} else {
		g.put(replaced, max(n.Pos(), 0))
	}
}

// picture notes a picture, and gives its number. Its description is the plain text between the brackets.
func (w *walker) picture(n *ast.Image, figure bool, link *ast.Link) int {
	c := w.chapter
	index := len(c.Pictures)
	w.nodes[n] = index
	c.Pictures = append(c.Pictures, Picture{
		Target: w.target(n.Destination), Caption: plain(n.Title), Figure: figure, Offset: max(n.Pos(), 0),
	})
	alt := &gatherer{walker: w, kind: HeadingText, picture: true, link: link}
	alt.inside(n)
	c.Pictures[index].Alt = strings.Join(strings.Fields(string(alt.text)), " ")
	return index
}

func (g *gatherer) citation(n *citationNode) {
	g.cited = true
	if g.kind != HeadingText {
		g.put(replaced, n.Offset)
	}
	misplaced := ""
	switch {
	case g.picture:
		misplaced = "in the description of a picture"
	case g.link != nil:
		misplaced = "in the text of a link"
	case g.kind == HeadingText:
		misplaced = "in a heading"
	case g.inOption:
		misplaced = "in an option of a question"
	}
	if misplaced != "" {
		hint := "put it into the running text"
		if g.inOption {
			hint = "put it into the feedback"
		}
		g.report(citationMisplaced, n.Offset, "a citation cannot stand %s", misplaced).Hint = hint
		return
	}
	g.nodes[n] = len(g.chapter.Citations)
	g.chapter.Citations = append(g.chapter.Citations, n.Citation)
	g.feature("cite")
}

// target is a destination as the author meant it.
func (w *walker) target(destination []byte) string { return strings.TrimSpace(plain(destination)) }

// plain resolves the entities and escapes of an address or of a title.
func plain(raw []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw))))
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// safe tells whether a link is one to another site, and refuses what a link must not do.
func (w *walker) safe(link *Link) {
	squeezed := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, link.Target)
	name := strings.ToLower(scheme.FindString(squeezed))
	switch name {
	case "http:", "https:", "mailto:", "tel:", "sms:":
		link.External = true
	case "":
		if !strings.HasPrefix(squeezed, "//") && !strings.HasPrefix(squeezed, `\`) {
			return
		}
		link.Unsafe = true
		w.report(unsafeURL, link.Offset, "an address that begins with // or \\ leads to another site").
			Hint = "write it in full, with https:"
	default:
		link.Unsafe = true
		w.report(unsafeURL, link.Offset, "a link cannot use %q", name).
			Hint = "links begin with https:, http:, mailto:, tel: or sms:, or name a file of the guide"
	}
}
