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

// Each of these stands once in a file, and costs as if it stood there a thousand times.
func TestWhatIsShownOftenIsShort(t *testing.T) {
	r := strings.Repeat
	for name, test := range map[string]struct{ text, problem string }{
		"front matter": {"---\nkeywords: " + r("[", 20_000) + "\n---\n\n# A\n", "a.md:2:1: error: this front matter is longer than 16,000 bytes, "},
		"footnotes":    {"# A\n\n" + r("A[^a]\n\n[^a]: B\n\n", 3000), "a.md:8005:1: error: too many footnotes, so"},
		"an address":   {"# A\n\n[a] [a]\n\n[a]: " + r("b", 5000) + "\n", "a.md:5:6: error: this address or its title is longer than 4,000 bytes, so the file is read no further"},
		"a title":      {"# A\n\n[a] [a]\n\n[a]: b.md\n  \"" + r("b ", 3000) + "\"\n", "a.md:5:6: error: this address or its title is longer than 4,000 bytes"},
	} {
		c := parse("a.md", test.text)
		told := fmt.Sprint(c.Problems)
		if !strings.Contains(told, strings.TrimSuffix(test.problem, ", ")) || !strings.Contains(told, "[too-much]") {
			t.Errorf("%s: %.300s\nwant %s", name, told, test.problem)
		}
		if len(c.Body.HTML) > 500_000 {
			t.Errorf("%s: %d bytes of body", name, len(c.Body.HTML))
		}
	}
}

// The highlighter takes 14 seconds for 4,000 empty lines of C.
func TestCodeThatSaysTheSameHasNoColours(t *testing.T) {
	r := strings.Repeat
	for name, test := range map[string]struct {
		code    string
		colours bool
	}{
		"code": {"int a = 1;\n\n\n// " + r("-", 76) + "\n", true}, "empty lines": {"int a = 1;\n" + r("\n", 200), false},
		"pairs": {"int a = 1;\n" + r("[a", 100), false}, "fours": {"int a = 1;\n" + r("a<b>", 50), false},
		"much": {r("int a = 1;\nfloat b = 2;\n", 4000), false},
	} {
		body := string(parse("a.md", "# A\n\n```c\n"+test.code+"```\n").Body.HTML)
		if strings.Contains(body, "<span") != test.colours || !test.colours && !strings.Contains(body, "int a = 1;") {
			t.Errorf("%s: colours are wanted: %v\n%.300s", name, test.colours, body)
		}
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
