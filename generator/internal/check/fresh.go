package check

import (
	"maps"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var staleHelp = diag.Rule{ID: "stale-help", Default: diag.Warning, Doc: "A number in a help file was seen in the last six months."}

// Fresh checks that no number of a help file was last seen before a day, written as 2026-05-22. No clock is read
// here: without a day nothing is checked.
func Fresh(since string) Check {
	return Check{
		Name: "fresh", Doc: "Numbers that people may need were seen not long ago.", Rules: []diag.Rule{staleHelp},
		Book: func(b *book.Book) []diag.Problem {
			var problems []diag.Problem
			for _, name := range slices.Sorted(maps.Keys(b.Helps)) {
				for _, e := range b.Helps[name].Entries() {
					if seen := e.Seen(); seen != "" && seen < since {
						problems = append(problems, staleHelp.At(e.At, "this was last seen on %s", seen).
							WithHint("open the service's own site, compare all of it, and add the day: checked = …"))
					}
				}
			}
			return problems
		},
	}
}
