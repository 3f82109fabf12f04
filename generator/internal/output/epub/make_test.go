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

func TestFootnotesStandBesideTheText(t *testing.T) {
	const list = `<p>Text.</p>
<section class="footnotes" role="doc-endnotes" aria-label="Notes">
<ol>
<li id="_fn-1">
<p>One. <a class="note-back" href="#_fnref-1">↩</a></p>
</li>
<li id="_fn-2">
<ol>
<li>a list</li>
</ol>
</li>
</ol>
</section>
`
	const want = `<p>Text.</p>
<section class="footnotes" aria-label="Notes">
<aside role="doc-footnote" id="_fn-1">
<p>1. One. <a class="note-back" href="#_fnref-1">↩</a></p>
</aside>
<aside role="doc-footnote" id="_fn-2">
<p>2.</p>
<ol>
<li>a list</li>
</ol>
</aside>
</section>
`
	if got := footnotes(list); got != want {
		t.Errorf("the notes are\n%s", got)
	}
	if got := footnotes("<p>None.</p>\n"); got != "<p>None.</p>\n" {
		t.Errorf("a text without notes became %q", got)
	}
}

// What can move may flash, and nobody looked.
func TestAccessibilityIsNotOverstated(t *testing.T) {
	for picture, want := range map[string]string{"": "none", "image/jpeg": "none", "image/gif": "unknown", "image/webp": "unknown"} {
		items := []item{{Path: "cover.svg", MediaType: "image/svg+xml"}}
		if picture != "" {
			items = append(items, item{Path: "images/x", MediaType: picture})
		}
		got := string(manifest(about{Authors: []string{"Ann"}, Access: "No sound."}, items))
		for _, line := range []string{`<meta property="schema:accessibilityHazard">` + want + "<", `<meta property="schema:accessibilitySummary">No sound.<`} {
			if !strings.Contains(got, line) {
				t.Errorf("%q: %s is not in\n%s", picture, line, got)
			}
		}
		if strings.Contains(got, "conformsTo") || strings.Contains(got, "certified") {
			t.Errorf("the book says that somebody judged it:\n%s", got)
		}
	}
}
