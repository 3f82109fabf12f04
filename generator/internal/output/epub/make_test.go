package epub

import (
	"strings"
	"testing"
)

func TestAnchorsAreWhatXMLAllows(t *testing.T) {
	for id, want := range map[string]string{
		"scripts":        "scripts",
		"_fn-1":          "_fn-1",
		"5-ways":         "x.5-ways",
		"-":              "x.-",
		"":               "x.",
		"a.b":            "x.a.2eb",
		"ü":              "x..c3.bc",
		"%C3%BC":         "x..c3.bc", // as an address names it
		"_source-a%3Ab":  "x._source-a.3ab",
		"q&amp;a":        "x.q.26a",
		"who/is":         "x.who.2fis",
		"100%":           "x.100.25",
		"x.5-ways":       "x.x.2e5-ways",
		"_answer-friday": "_answer-friday",
	} {
		if got := anchor(id); got != want {
			t.Errorf("anchor(%q) is %q, want %q", id, got, want)
		}
	}
}

func TestTitlesOfCoversAreWrapped(t *testing.T) {
	got := strings.Join(wrap("  A rather long title of antidisestablishmentarianism", 16), "|")
	if want := "A rather long|title of|antidisestablishmentarianism"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
