package chapter

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A Question is a knowledge check: > [!QUIZ] id, a question, and a list of options with their feedback. It is taken
// from the chapter's own tree, so that all that stands in a chapter may stand in it. The holes of its bodies are
// numbered like those of the chapter's body, where the question itself is a hole.
type Question struct {
	ID      string // its anchor; unique in the chapter
	Text    string // plain text of Ask
	Scene   Body   // the blocks in front of the question; may be empty
	Ask     Body   // the question: the inside of a paragraph
	Options []Option
	Several bool // more than one option is right
	Offset  int
}

// An Option is one answer to choose.
type Option struct {
	Text     Body // the inside of a paragraph
	Right    bool
	Feedback Body // blocks
	Length   int  // of its text, in characters
	Offset   int
}

// The parts of a question in the tree, until they are rendered.
type questionParts struct {
	scene   []ast.Node
	ask     ast.Node
	options []optionParts
}

type optionParts struct {
	text     ast.Node
	feedback []ast.Node
}

var questionID = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// question reads a quote that is marked as a knowledge check. What is wrong in it is reported; it then stays a
// quote, and nothing will be published.
func (w *walker) question(n *ast.Blockquote, m marker) {
	w.feature("quiz")
	before := len(w.chapter.Problems)
	q := Question{ID: m.rest, Offset: m.offset}
	w.nameQuestion(n, &q)
	var parts questionParts
	list := w.askedIn(n, m, &q, &parts)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if list != nil && child == ast.Node(list) {
			w.options(list, &q, &parts)
			continue
		}
		w.block(child)
		if n := len(w.blocks); child == parts.ask && n > 0 {
			text := w.texts[w.blocks[n-1].text[0]:w.blocks[n-1].text[1]]
			q.Text = strings.TrimSpace(strings.ReplaceAll(string(text), replaced, ""))
		}
	}
	if len(w.chapter.Problems) == before {
		w.nodes[n] = len(w.chapter.Questions)
		w.chapter.Questions = append(w.chapter.Questions, q)
		w.questions = append(w.questions, parts)
	}
}

func (w *walker) nameQuestion(n *ast.Blockquote, q *Question) {
	switch {
	case !questionID.MatchString(q.ID):
		w.report(badQuiz, q.Offset, "a question needs an id of small letters, digits and hyphens, not %q", q.ID).
			Hint = "write it behind the mark: [!QUIZ] friday-climbing"
	case w.used[q.ID] > 0:
		w.report(duplicateID, q.Offset, "the anchor %q is given twice in this chapter", q.ID).Hint = "change one of the two"
	default:
		w.used.take(q.ID)
	}
	if n.Parent().Kind() != ast.KindDocument {
		w.report(badQuiz, q.Offset, "a question stands by itself, not in a list or another quote").Hint = "move it out"
	}
}

// askedIn finds the question and the list of options, which ends it, and returns the list, or nil.
func (w *walker) askedIn(n *ast.Blockquote, m marker, q *Question, parts *questionParts) *ast.List {
	list, ok := n.LastChild().(*ast.List)
	if !ok {
		at, hint := m.offset, "list them with - [ ] and - [x]"
		if last := n.LastChild(); last != nil && n.ChildCount() > 1 {
			at, hint = w.start(last), "a question ends with its options; text about one of them is indented below it"
		}
		w.report(badQuiz, at, "the options of the question %q are missing", q.ID).Hint = hint
		return nil
	}
	ask, ok := list.PreviousSibling().(*ast.Paragraph)
	if !ok {
		w.report(badQuiz, w.start(list), "there is no question in front of the options").Hint = "write it as a paragraph of its own"
		return nil
	}
	for child := n.FirstChild(); child != ast.Node(ask); child = child.NextSibling() {
		if kind := child.Kind(); kind == ast.KindHeading || kind == ast.KindBlockquote || kind == ast.KindList {
			w.report(badQuiz, w.start(child), "a question holds paragraphs and one list, that of its options").Hint = "move this out of the question"
		}
		parts.scene = append(parts.scene, child)
	}
	parts.ask = ask
	return list
}

func (w *walker) options(list *ast.List, q *Question, parts *questionParts) {
	w.inItem++
	right := 0
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		option, of := w.option(list, item)
		if option.Right {
			right++
		}
		q.Options, parts.options = append(q.Options, option), append(parts.options, of)
	}
	w.inItem--
	q.Several = right > 1
	if len(q.Options) < 2 {
		w.report(badQuiz, w.start(list), "a question has two options or more").Hint = "add one to this list"
	}
	if right == 0 {
		w.report(badQuiz, w.start(list), "no option is right").Hint = "mark one, or several, with - [x]"
	}
}

// option takes the first paragraph of an item as the option, and the rest as its feedback.
func (w *walker) option(list *ast.List, item ast.Node) (Option, optionParts) {
	first := item.FirstChild()
	if first == nil {
		w.report(badQuiz, w.start(list), "an option is empty").Hint = "write what can be chosen behind - [ ]"
		return Option{}, optionParts{}
	}
	o := Option{Offset: w.start(first)}
	if box, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
		o.Right = box.IsChecked
		first.RemoveChild(first, box)
	} else {
		w.report(badQuiz, o.Offset, "this option has no box").Hint = "begin it with - [ ], or with - [x] if it is right"
	}
	w.inOption = true
	o.Length = utf8.RuneCount(w.text(first, Item))
	w.inOption = false
	parts := optionParts{text: first}
	for child := first.NextSibling(); child != nil; child = child.NextSibling() {
		parts.feedback = append(parts.feedback, child)
		w.block(child)
	}
	switch {
	case o.Length == 0:
		w.report(badQuiz, o.Offset, "an option is empty").Hint = "write what can be chosen behind the box"
	case len(parts.feedback) == 0:
		hint := "leave an empty line below the option, then say why it fits or not, indented like the option"
		if first.Lines().Len() > 1 {
			hint = "leave an empty line before the feedback"
		}
		w.report(badQuiz, o.Offset, "this option has no feedback").Hint = hint
	}
	return o, parts
}

// renderQuestions makes the bodies of the questions.
func (p *Parser) renderQuestions(w *walker) {
	for i, parts := range w.questions {
		q := &w.chapter.Questions[i]
		q.Scene, q.Ask = p.bodyOf(w, parts.scene...), p.inside(w, parts.ask)
		for j, of := range parts.options {
			q.Options[j].Text, q.Options[j].Feedback = p.inside(w, of.text), p.bodyOf(w, of.feedback...)
		}
	}
}

// inside renders what stands in a block, without the block.
func (p *Parser) inside(w *walker, block ast.Node) Body {
	var nodes []ast.Node
	for child := block.FirstChild(); child != nil; child = child.NextSibling() {
		nodes = append(nodes, child)
	}
	return p.bodyOf(w, nodes...)
}

func (p *Parser) bodyOf(w *walker, nodes ...ast.Node) Body {
	out := &bodyWriter{walker: w}
	for _, n := range nodes {
		_ = p.markdown.Renderer().Render(out, w.source, n) // a bodyWriter never fails
	}
	return out.body()
}
