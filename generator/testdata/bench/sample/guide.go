// Package sample writes guides of any size, to measure how long they take to build.
//
// The same guide comes out every time: all choices are drawn from generators seeded with the chapter's number,
// so that a chapter knows the titles and headings of any other without writing it. The text is made from short
// words, so that it passes the checks that a real guide passes; it says nothing, and is copied from nowhere.
package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

const perPart = 25 // chapters

// A Guide is one to be written.
type Guide struct {
	Chapters int
	Code     bool // a block of code in each chapter
	Short    bool // chapters of about 120 words, to see what the number of them costs
}

// Parts is the number of the guide's parts.
func (g Guide) Parts() int { return (g.Chapters + perPart - 1) / perPart }

// chaptersOf gives the numbers of the first chapter of a part, and of the one after its last.
func (g Guide) chaptersOf(part int) (from, to int) {
	return part * perPart, min((part+1)*perPart, g.Chapters)
}

// The draws of a chapter: each has a seed of its own, so that one does not shift the others.
const (
	forTitle = iota
	forHeadings
	forText
	forCode
	forIntroduction // and from here on, its editions
)

func draw(chapter, what int) *prose {
	return &prose{rand.New(rand.NewPCG(uint64(chapter), uint64(what)))}
}

func partTitle(part int) string {
	n := len(adjectives)
	return capital(adjectives[part%n] + " " + nouns[(part+part/n)%len(nouns)] + "s")
}

func partFolder(part int) string { return fmt.Sprintf("part-%03d", part+1) }

// title is different for each chapter: a step that shares no divisor with 13,824 walks over as many combinations,
// and then a number is added.
func title(chapter int) string {
	const each, all, step = 24, 24 * 24 * 24, 7919
	n := chapter * step % all
	text := fmt.Sprintf("%s %s %s", capital(adjectives[n%each]), activities[n/each%each], places[n/each/each])
	if round := chapter / all; round > 0 {
		text += fmt.Sprint(" ", round+1)
	}
	return text
}

// file is a chapter's path relative to the content.
func file(chapter int) string {
	return fmt.Sprintf("%s/%02d-%s.md", partFolder(chapter/perPart), chapter%perPart+1, slug(title(chapter)))
}

// File is a chapter's path relative to the content.
func (g Guide) File(chapter int) string { return file(chapter) }

// pathFrom is how a chapter names another in a link.
func pathFrom(chapter, other int) string {
	if chapter/perPart == other/perPart {
		_, name, _ := strings.Cut(file(other), "/")
		return name
	}
	return "../" + file(other)
}

func description(chapter int) string {
	p := draw(chapter, forTitle)
	return strings.TrimSuffix(capital(p.clause()), ".") + "."
}

// headings lists the headings of a chapter, no two of them the same.
func headings(chapter int) []string {
	p := draw(chapter, forHeadings)
	first, list := p.IntN(len(nouns)), make([]string, 7)
	for i := range list {
		list[i] = capital("the " + p.one(adjectives) + " " + nouns[(first+i*5)%len(nouns)])
	}
	return list
}

// slug makes a file name or an anchor of words and spaces.
func slug(text string) string { return strings.ReplaceAll(strings.ToLower(text), " ", "-") }

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
