package check

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	duplicateQuestion = diag.Rule{ID: "duplicate-question", Doc: "No two questions of the guide have the same id."}
	quizBias          = diag.Rule{ID: "quiz-bias", Default: diag.Warning,
		Doc: "Over a chapter, the right option is neither always the longest nor always in the same place."}
)

// Questions checks what is only seen over several knowledge checks.
var Questions = Check{
	Name: "questions", Doc: "Questions have ids of their own, across chapters too.", Rules: []diag.Rule{duplicateQuestion},
	Book: func(b *book.Book) (problems []diag.Problem) {
		first := map[string]*book.Entry{}
		for _, e := range b.All {
			for i := range e.Questions {
				q := &e.Questions[i]
				if other := first[q.ID]; other != nil && other != e {
					problems = append(problems, duplicateQuestion.At(e.At(q.Offset), "%s has a question %q too", other.File.Path(), q.ID).
						WithHint("change one of the two"))
					continue
				}
				first[q.ID] = e
			}
		}
		return problems
	},
}

// Guessing checks that a reader has to think.
var Guessing = Check{Name: "guessing", Doc: "The right option cannot be told by its place or its length.",
	Rules: []diag.Rule{quizBias}, Chapter: plain(findBias)}

// findBias looks at the questions with one right option, where there are at least two of them.
func findBias(t *Text, _ *config.Config) []diag.Problem {
	var single []*chapter.Question
	for i := range t.Questions {
		if q := &t.Questions[i]; !q.Several {
			single = append(single, q)
		}
	}
	if len(single) < 2 {
		return nil
	}
	longest, place := true, right(single[0])
	for _, q := range single {
		longest = longest && rightIsLongest(q)
		if right(q) != place {
			place = -1
		}
	}
	at := t.At(single[0].Offset)
	var problems []diag.Problem
	if longest {
		problems = append(problems, quizBias.At(at, "the right option is the longest in every question of this chapter").
			WithHint("readers learn to choose it unread: shorten one, or give a wrong option more words"))
	}
	if place >= 0 {
		problems = append(problems, quizBias.At(at, "the right option has the same place in every question of this chapter").
			WithHint("readers learn to choose it unread: move one"))
	}
	return problems
}

func right(q *chapter.Question) int {
	for i, o := range q.Options {
		if o.Right {
			return i
		}
	}
	return -1
}

func rightIsLongest(q *chapter.Question) bool {
	r := right(q)
	for i, o := range q.Options {
		if i != r && o.Length >= q.Options[r].Length {
			return false
		}
	}
	return true
}
