package sample

import (
	"fmt"
	"strings"
)

// A writer writes the body of one chapter.
type writer struct {
	strings.Builder
	*prose
	Guide
	chapter int
}

// body is a chapter of about a thousand words, or of few, without its title. Another edition has another first paragraph.
func (g Guide) body(chapter, edition int) string {
	w := &writer{prose: draw(chapter, forText), Guide: g, chapter: chapter}
	heads := headings(chapter)
	w.put(draw(chapter, forIntroduction+edition).paragraph())
	if g.Short {
		w.put(w.sentences(2) + " " + w.see(w.next()))
		w.put("## " + heads[0])
		w.put(w.sentences(3))
		return w.String()
	}
	w.put(w.sentences(3) + " " + w.see(w.next()) + "[^1]")

	w.put("## " + heads[0])
	w.put(w.paragraph() + " " + w.see(w.IntN(g.Chapters)))
	w.put(w.list("- ", 5))
	w.put(w.paragraph())

	w.put("## " + heads[1])
	w.put(w.paragraph() + fmt.Sprintf(" We come back to this in [%s](#%s).", inSentence(heads[5]), slug(heads[5])))
	w.put("### " + heads[2])
	w.put(w.paragraph() + " " + w.seeHeading(w.IntN(g.Chapters)))
	w.put(w.table(5))

	w.put("## " + heads[3])
	w.put(w.paragraph() + "[^2] " + w.see(w.IntN(g.Chapters)))
	w.put(w.quote())
	w.put("### " + heads[4])
	w.put(w.list("1. ", 4))
	w.put(w.paragraph())

	w.put("## " + heads[5])
	w.put(w.paragraph() + " " + w.seeHeading(w.IntN(g.Chapters)))
	if g.Code {
		w.put(block(chapter))
	}
	w.put(w.paragraph())

	w.put("## " + heads[6])
	w.put(w.paragraph())
	w.put(w.paragraph() + fmt.Sprintf(" There is more on [a page of %s](https://example.org/%s).", w.one(names), w.one(nouns)))

	w.put("[^1]: " + w.sentence())
	w.put("[^2]: " + w.sentences(2))
	return w.String()
}

func (w *writer) put(block string) { w.WriteString(strings.TrimSuffix(block, "\n") + "\n\n") }

// next is the chapter after this one, or the first.
func (w *writer) next() int { return (w.chapter + 1) % w.Chapters }

func (w *writer) see(other int) string {
	return fmt.Sprintf("See [%s](%s) for %s.", inSentence(title(other)), pathFrom(w.chapter, other), w.thing())
}

func (w *writer) seeHeading(other int) string {
	heading := headings(other)[w.IntN(7)]
	return fmt.Sprintf("There is [%s](%s#%s) too.", inSentence(heading), pathFrom(w.chapter, other), slug(heading))
}

func inSentence(heading string) string { return strings.ToLower(heading[:1]) + heading[1:] }
