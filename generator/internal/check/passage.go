package check

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A Text is a chapter whose words have been found, once for all checks. One goroutine at a time may look at it.
type Text struct {
	*chapter.Chapter
	passages []passage // one for each block
	words    []word    // room for those of the passages
}

// A passage is a piece of running text and its words.
type passage struct {
	text  string
	words []word
}

// read makes t the text of a chapter, in the room that an earlier one took.
func (t *Text) read(c *chapter.Chapter) {
	t.Chapter, t.passages, t.words = c, t.passages[:0], t.words[:0]
	for i := range c.Blocks {
		t.passages = append(t.passages, t.passage(c.Blocks[i].Text))
	}
}

// passage finds the words of a text.
func (t *Text) passage(text string) passage {
	n := len(t.words)
	t.words = appendWords(t.words, text)
	return passage{text, t.words[n:]}
}

// place is where something stands that was found in the passage at i.
func (t *Text) place(i int, f found) diag.Position { return t.At(t.Blocks[i].Offset(f.start)) }

// runs tells that the passage at i is a paragraph or list item, and no heading or table cell.
func (t *Text) runs(i int) bool {
	return t.Blocks[i].Kind == chapter.Paragraph || t.Blocks[i].Kind == chapter.Item
}

// gap is what stands before the word at i, which is not the first.
func (p passage) gap(i int) string { return p.text[p.words[i-1].end:p.words[i].start] }
