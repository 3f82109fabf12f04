// Package quiz reads the self-reflection: an instrument of several dimensions in a TOML file, and how its answers
// become words.
//
// It keeps law 2 of the house: one file, and nothing of a chapter is known here. Texts are Markdown, which the
// caller renders. There is no total, no type and no cut-off: a score belongs to one dimension, and all it does is
// to choose one of that dimension's texts.
package quiz

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Scale is how many options an item has, without Skip. They count 1 to Scale points.
const Scale = 5

// A Reflection is the instrument. Nothing in it changes after Parse. A Prose is HTML: the inside of a paragraph
// where a text is one line, and blocks in safety_result and in bands.
type Reflection struct {
	ID          string // begins the names of its form
	Title       Prose
	Timeframe   Prose
	MinAnswered int      // fewer answers in a dimension give no score
	Options     []string // plain text, Scale of them
	Skip        string   // plain text

	Safety       []Statement // answered by yes, no or skip; never scored
	SafetyResult Prose       // shown instead of everything else, if one is yes
	SafetyGo     Chapter     // where that leads

	Dimensions []Dimension

	key job.Key
}

// Prose is rendered Markdown.
type Prose string

// A Chapter is named by its path relative to content/.
type Chapter struct {
	Path string
	Pos  diag.Position
}

// A Statement is one safety question.
type Statement struct {
	ID   string
	Text Prose
}

// A Dimension is one subject of the reflection.
type Dimension struct {
	ID, TitleText string
	Title         Prose
	Low, High     Prose // what the ends of the scale are like
	Chapter       Chapter
	Items         []Item
	Bands         []Band // in rising order; the last reaches to the end of the scale
}

// An Item is a statement to be answered by one of the options.
type Item struct {
	Text    Prose
	Reverse bool // an option counts what its opposite would
}

// Points are what the option with the index, from 0, counts for the item.
func (it Item) Points(option int) int {
	if it.Reverse {
		return Scale - option
	}
	return option + 1
}

// A Band is a range of scores and what it may look like.
type Band struct {
	Upto int // tenths of a point, included
	Text Prose
	Try  Prose
}

// JobKey is the hash of all that readers see, and of where chapters are named.
func (r *Reflection) JobKey() job.Key { return r.key }

// Chapters are those that the reflection leads to, as they are written.
func (r *Reflection) Chapters() []Chapter {
	var all []Chapter
	if len(r.Safety) > 0 {
		all = append(all, r.SafetyGo)
	}
	for i := range r.Dimensions {
		all = append(all, r.Dimensions[i].Chapter)
	}
	return all
}

// Tenths is the mean of n answers that count sum points together, in tenths, rounded half up. It is reckoned in
// whole numbers, so that a browser comes to the same: (20·sum + n) div (2·n).
func Tenths(sum, n int) int { return (20*sum + n) / (2 * n) }

// Band is the index of the band that a score in tenths belongs to: the first that reaches as far. It is -1 only in
// a dimension that Parse has found at fault.
func (d *Dimension) Band(tenths int) int {
	for i, b := range d.Bands {
		if tenths <= b.Upto {
			return i
		}
	}
	return -1
}

// Sums is the lowest and the highest number of points by which n answers reach a band, for those who reckon on
// paper. There are none where lowest is the greater of the two.
func (d *Dimension) Sums(band, n int) (lowest, highest int) {
	lowest, highest = 1, 0
	for sum := n; sum <= Scale*n; sum++ {
		if d.Band(Tenths(sum, n)) != band {
			continue
		}
		if highest == 0 {
			lowest = sum
		}
		highest = sum
	}
	return lowest, highest
}

// Render makes HTML of a Markdown text that begins at an offset of a file, and tells what is wrong in it.
type Render func(f *source.File, at int, text string) (html string, problems []diag.Problem)
