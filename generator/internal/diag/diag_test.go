package diag_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	one = diag.Rule{ID: "one", Doc: "One."}
	two = diag.Rule{ID: "two", Default: diag.Warning, Doc: "Two."}
	off = diag.Rule{ID: "off", Default: diag.Off, Doc: "Off."}

	rules = diag.NewRules([]diag.Rule{two, one}, []diag.Rule{off})
)

func at(file string, line, column int) diag.Position {
	return diag.Position{File: file, Line: line, Column: column}
}

func TestAProblemIsTwoLines(t *testing.T) {
	p := two.At(at("a.md", 3, 4), "no %q", "x").WithHint("write %d", 5)
	p.Severity = diag.Warning
	if got, want := p.String(), "a.md:3:4: warning: no \"x\" [two]\n    hint: write 5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := one.At(diag.Position{File: "a.md"}, "gone").WithHint("").String(), "a.md: error: gone [one]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestLevelSortsAndShowsEachOnce(t *testing.T) {
	problems := rules.Level([]diag.Problem{
		one.At(at("b.md", 1, 1), "x"),
		one.At(at("a.md", 10, 1), "x"),
		two.At(at("a.md", 9, 2), "x"),
		one.At(at("a.md", 9, 2), "y"),
		one.At(at("a.md", 9, 2), "x"),
		one.At(at("a.md", 9, 10), "x"),
		one.At(diag.Position{File: "a.md"}, "x"),
		off.At(at("a.md", 1, 1), "x"),
		one.At(at("b.md", 1, 1), "x"),
	})
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		"a.md: error: x [one]", "a.md:9:2: error: x [one]", "a.md:9:2: error: y [one]", "a.md:9:2: warning: x [two]",
		"a.md:9:10: error: x [one]", "a.md:10:1: error: x [one]", "b.md:1:1: error: x [one]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if errors, warnings := diag.Count(problems); errors != 6 || warnings != 1 {
		t.Errorf("%d errors and %d warnings", errors, warnings)
	}
}

func TestAGuideChoosesSeverities(t *testing.T) {
	chosen := rules.With(map[string]diag.Severity{"one": diag.Off, "two": diag.Error, "off": diag.Warning})
	for id, want := range map[string]diag.Severity{"one": diag.Off, "two": diag.Error, "off": diag.Warning} {
		if got := chosen.Severity(id); got != want {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	if rules.Severity("one") != diag.Error {
		t.Error("With changed the rules that it was asked of")
	}
	if got := strings.Join(chosen.IDs(), " "); got != "off one two" {
		t.Error(got)
	}
	if _, ok := chosen.Get("three"); ok {
		t.Error("there is a rule three")
	}
}

func TestSeveritiesHaveWords(t *testing.T) {
	for _, word := range []string{"error", "warning", "off"} {
		if s, ok := diag.ParseSeverity(word); !ok || s.String() != word {
			t.Errorf("%s is %v", word, s)
		}
	}
	if _, ok := diag.ParseSeverity("loud"); ok {
		t.Error(`"loud" is a severity`)
	}
}

func TestTheProgramsOwnMistakesPanic(t *testing.T) {
	for name, mistake := range map[string]func(){
		"a rule twice":             func() { diag.NewRules([]diag.Rule{one}, []diag.Rule{one}) },
		"a rule that is not known": func() { rules.Level([]diag.Problem{diag.Rule{ID: "three"}.At(at("a", 1, 1), "x")}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			mistake()
		}()
	}
}

func TestNearestForgivesAThirdOfTheLetters(t *testing.T) {
	names := []string{"dead-link", "dead-anchor", "unknown-term", "über-uns", "a"}
	for name, want := range map[string]string{
		"dead-lnk":    "dead-link",
		"daed-link":   "dead-link", // two letters that changed places are one mistake
		"Dead-Link":   "dead-link",
		"dead-linkss": "dead-link",
		"deadanchor":  "dead-anchor",
		"uber-uns":    "über-uns",
		"something":   "",
		"b":           "a",
		"":            "a",
		"bcd":         "",
	} {
		if got := diag.Nearest(name, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
	if got := diag.Nearest("ac", []string{"ab", "ad"}); got != "ab" {
		t.Errorf("of two that are as near, %q was chosen, not the first", got)
	}
	if got := diag.DidYouMean("dead-lnk", names); got != `did you mean "dead-link"?` {
		t.Error(got)
	}
	if got := diag.DidYouMean("something", names); got != "" {
		t.Error(got)
	}
}

// A file of a stranger must not speak to the terminal of whoever checks it.
func TestSignsThatActAreNotPrinted(t *testing.T) {
	p := diag.Rule{ID: "r"}.At(diag.Position{File: "a.md"}, "no %s", "\x1b]0;x\a\u202etxt.exe\u0085\x00").WithHint("write %s", "\x1b[2J\r\n::error::x")
	if want := "a.md: error: no \ufffd]0;x\ufffd\ufffdtxt.exe \ufffd [r]\n    hint: write \ufffd[2J  ::error::x"; p.String() != want {
		t.Errorf("%q, want %q", p, want)
	}
}
