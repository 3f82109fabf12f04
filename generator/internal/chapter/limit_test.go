package chapter_test

import (
	"fmt"
	"strings"
	"testing"
)

// What would take goldmark minutes is told at its line, and the text before it is a chapter. The bounds are what keeps
// the time down: behind them nothing is parsed.
func TestWhatIsTooMuchIsNotParsed(t *testing.T) {
	r := strings.Repeat
	for name, test := range map[string]struct{ text, problem string }{
		"lists":            {r("- ", 83_000) + "a", "too many lists or quotes"},
		"numbered lists":   {r("1. ", 50_000) + "a", "too many lists or quotes"},
		"quotes":           {r(">", 80_000) + "a", "too many lists or quotes"},
		"links":            {r("[a](", 13_000), "too many brackets"},
		"links on lines":   {r("[a](\n", 13_000), "too many brackets"},
		"openings":         {r("![a", 30_000), "too many brackets"},
		"emphasis":         {r("*a_ ", 30_000), "too many brackets"},
		"citations":        {r("[@", 50_000), "too many brackets"},
		"code":             {r("`a``b", 20_000), "too many brackets"},
		"tags":             {r("<a b=\"", 20_000), "too many brackets"},
		"in an item":       {"- " + r("a [b](\n", 13_000), "too many brackets"},
		"in a quote":       {r("> [b](\n", 13_000), "too many brackets"},
		"under no table":   {"a|b\n|-|\n" + r("[b](\n", 13_000), "too many brackets"},
		"after code":       {"> ```\n" + r("[b](\n", 13_000), "too many brackets"},
		"cells of a table": {r("|a", 2000) + "|\n" + r("|-", 2000) + "|\n" + r("|\n", 20_000), "this table is too large"},
	} {
		t.Run(name, func(t *testing.T) {
			c := parse("a.md", "# A\n\nBefore.\n\n"+test.text)
			if len(c.Problems) == 0 || c.Problems[len(c.Problems)-1].Rule != "too-much" || !strings.HasPrefix(c.Problems[len(c.Problems)-1].Message, test.problem) {
				t.Fatalf("problems %.300v", c.Problems)
			}
			if problem := c.Problems[len(c.Problems)-1]; problem.Line < 5 || problem.Hint == "" || !strings.Contains(string(c.Body.HTML), "Before.") {
				t.Errorf("%v\n%.100s", problem, c.Body.HTML)
			}
			if len(c.Body.HTML) > 3_000_000 {
				t.Errorf("%d bytes of body", len(c.Body.HTML))
			}
		})
	}
}

func TestMuchThatIsHonestIsParsed(t *testing.T) {
	r := strings.Repeat
	var list strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&list, "%d. [*a*](b.md)\n", i+1)
	}
	for name, text := range map[string]string{
		"200 lists":       r("- ", 200) + "a",
		"code":            "```\n" + r("[*_`~<\n", 9000) + "```\n",
		"code in a quote": "> ~~~\n" + r("> [*_~<\n", 9000) + "> ~~~\n",
		"a list":          r("- [*a*](b.md)\n", 3000),
		"a numbered one":  list.String(),
		"a table":         "| a | b |\n|---|---|\n" + r("| [a](b.md) | *b* |\n", 3000),
		"paragraphs":      r(r("[a](b.md) *c* ", 500)+"\n\n", 20),
		"headings":        r("## [*a*](b.md)\n", 1000),
	} {
		for _, p := range parse("a.md", "# A\n\n"+text).Problems {
			if p.Rule == "too-much" {
				t.Errorf("%s: %v", name, p)
			}
		}
	}
}
