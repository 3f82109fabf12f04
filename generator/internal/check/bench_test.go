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

// BenchmarkTextChecks runs the checks of text, alone and together, over a chapter of about 1,000 words; the bar is
// 40 µs together, on a core that does nothing else. Each finds the words of the chapter first.
func BenchmarkTextChecks(b *testing.B) {
	c := parse("# A title\n"+strings.Repeat("\n## A heading\n"+prose, 10), "en")
	cfg := english8()
	cfg.Reading.Familiar = strings.Fields("relationship interdependence codependency boundary")
	cfg.Avoid = []config.Avoid{
		{Words: strings.Fields("spouse spouses husband husbands wife wives girlfriend girlfriends boyfriend boyfriends")},
		{Words: []string{"a codependent", "the codependent", "codependents", "toxic", "needy", "clingy"}},
		{Words: strings.Fields("narcissist narcissists narcissistic enabler enablers enabling")},
	}
	checks := []Check{Headings, LinkTexts, Alternatives, Repeats, Words, Claims, Reading}
	measure := func(name string, checks ...Check) {
		look := Chapter(checks, cfg)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				look(c)
			}
			b.ReportMetric(float64(c.Words), "words")
		})
	}
	measure("none") // finds the words alone
	for _, check := range checks {
		measure(check.Name, check)
	}
	measure("together", checks...)
}
