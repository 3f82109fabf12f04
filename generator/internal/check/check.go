// Package check finds what is wrong with a guide beyond what a parser sees: links that lead nowhere, sources
// that nobody cites, sentences that are too hard.
//
// It keeps law 7 of the house: a check is a value in a list. It names its rules, says what it is for, and
// looks at one chapter, at the book, or at the published files. It changes nothing.
package check

import (
	"sync"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A Check is one kind of care. One of its three functions is set.
type Check struct {
	Name  string
	Doc   string
	Rules []diag.Rule
	// Chapter prepares for the settings, once in a build, and gives a function that looks at one chapter and
	// nothing else: its result is remembered. That function is called by several goroutines.
	Chapter func(*config.Config) func(*Text) []diag.Problem
	// Book looks at all chapters together.
	Book func(*book.Book) []diag.Problem
	// Files looks at what will be published. It may be slow, and runs when a guide is checked, not on each save.
	Files func(*book.Book, []book.File) []diag.Problem
}

// The checks of running text look at one chapter each.
var (
	Headings = Check{Name: "headings", Doc: "Headings make an outline.",
		Rules: []diag.Rule{headingSkip}, Chapter: plain(findHeadingSkips)}
	LinkTexts = Check{Name: "link-texts", Doc: "A link says where it leads.",
		Rules: []diag.Rule{vagueLinkText, emptyLinkText, misleadingAddress}, Chapter: plain(findVagueLinks, findEmptyLinks, findMisleadingAddresses)}
	Alternatives = Check{Name: "alternatives", Doc: "A picture says in words what it shows.",
		Rules: []diag.Rule{missingAlt}, Chapter: plain(findMissingAlts)}
	Repeats = Check{Name: "repeats", Doc: "No word stands twice in a row.",
		Rules: []diag.Rule{repeatedWord}, Chapter: plain(findRepeatedWords)}
	Words = Check{Name: "words", Doc: "The words of [[avoid]] are not used.",
		Rules: []diag.Rule{avoid}, Chapter: avoidedIn}
	Claims = Check{Name: "claims", Doc: "What calls upon research cites it.",
		Rules: []diag.Rule{claimWithoutCitation}, Chapter: plain(findUncitedClaims)}
	Reading = Check{Name: "reading", Doc: "The text can be read with the schooling that [reading] names.",
		Rules: []diag.Rule{readingLevel}, Chapter: hardReadingIn}
)

// plain makes a check of functions that need no preparation.
func plain(finds ...func(*Text, *config.Config) []diag.Problem) func(*config.Config) func(*Text) []diag.Problem {
	return func(cfg *config.Config) func(*Text) []diag.Problem {
		return func(t *Text) (problems []diag.Problem) {
			for _, find := range finds {
				problems = append(problems, find(t, cfg)...)
			}
			return problems
		}
	}
}

// Chapter prepares those of the checks that look at one chapter, and gives a function that runs them over one.
// Several goroutines may call it.
func Chapter(checks []Check, cfg *config.Config) func(*chapter.Chapter) []diag.Problem {
	var looks []func(*Text) []diag.Problem
	for _, c := range checks {
		if c.Chapter != nil {
			looks = append(looks, c.Chapter(cfg))
		}
	}
	texts := sync.Pool{New: func() any { return new(Text) }}
	return func(c *chapter.Chapter) (problems []diag.Problem) {
		t := texts.Get().(*Text)
		defer texts.Put(t)
		t.read(c)
		for _, look := range looks {
			problems = append(problems, look(t)...)
		}
		return problems
	}
}
