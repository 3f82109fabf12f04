package check

import (
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
)

// prose is about 100 words in the manner of the guide, with links, a citation, a quotation and a list.
const prose = `
Keeping quiet to keep the peace may have a cost, and it has a name: [self-silencing](../glossary.md#silence). In
three very different groups of women, those who *silenced* themselves more also had more signs of depression
[@jack-dill-1992]. We don't know which comes first. "You'll help my cousin move, won't you?" Robin calls.

- A [boundary](../glossary.md#boundary) is a no with a plan: it says what **you** will do, e.g. go for a walk.
- If hints are hard for you to read, say so, and ask: "Is that a no? A no is fine." Small steps, every day, are
  better than one big talk about everything at once.
`

// BenchmarkTextChecks runs all checks of text over a chapter of about 1,000 words; the bar is 40 µs together, on
// a core that does nothing else.
func BenchmarkTextChecks(b *testing.B) {
	c := parse("# A title\n"+strings.Repeat("\n## A heading\n"+prose, 10), "en")
	cfg := english8()
	cfg.Reading.Familiar = strings.Fields("relationship interdependence codependency boundary")
	cfg.Avoid = []config.Avoid{
		{Words: strings.Fields("spouse spouses husband husbands wife wives girlfriend girlfriends boyfriend boyfriends")},
		{Words: []string{"a codependent", "the codependent", "codependents", "toxic", "needy", "clingy"}},
		{Words: strings.Fields("narcissist narcissists narcissistic enabler enablers enabling")},
	}
	checks := []struct {
		name string
		find run
	}{
		{"repeated-word", findRepeatedWords}, {"avoid", findAvoided}, {"claim-without-citation", findUncitedClaims},
		{"vague-link-text", findVagueLinks}, {"empty-link-text", findEmptyLinks}, {"missing-alt", findMissingAlts},
		{"heading-skip", findHeadingSkips}, {"reading-level", findHardReading},
	}
	for _, check := range checks {
		b.Run(check.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				check.find(c, cfg)
			}
		})
	}
	b.Run("together", func(b *testing.B) {
		for b.Loop() {
			for _, check := range checks {
				check.find(c, cfg)
			}
		}
		b.ReportMetric(float64(c.Words), "words")
	})
}
