package check

import (
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
)

func TestVagueLinkTextsAreFound(t *testing.T) {
	markdown := "# x\n\nSee [here](a.md), [ Click\n  here! ](b.md) and [saying no](c.md). [More …](d.md) [more on boundaries](e.md)\n[`here`](f.md) [![here](g.png)](h.md) [](i.md)\n"
	expect(t, findVagueLinks, english8(), markdown, `
content/x.md:3:5: error: "here" does not say where the link leads [vague-link-text]
    hint: put the link on words that name what it leads to
content/x.md:3:19: error: "Click here!" does not say where the link leads [vague-link-text]
    hint: put the link on words that name what it leads to
content/x.md:4:40: error: "More …" does not say where the link leads [vague-link-text]
    hint: put the link on words that name what it leads to
`)
	expect(t, findVagueLinks, &config.Config{Language: "nl"}, markdown, "")
}

func TestVagueness(t *testing.T) {
	for text, want := range map[string]bool{
		"here": true, "HERE": true, "this": true, "this link": true, "read more…": true, "Learn more »": true,
		"link": true, "this page": true, "more": true, "here.": true,
		"": false, "here be dragons": false, "more about trust": false, "this page of the Rust book": false,
		"there": false, "the six features": false,
	} {
		if got := vague(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestEmptyLinksAreFoundUnlessATitleFillsThem(t *testing.T) {
	expect(t, findEmptyLinks, english8(), `# x

[](a.md) [](../b/a.md#c) [](https://example.org/a.md) [](#c) [](figures/a.pdf)
[![](a.png)](https://example.org) [![A cup](a.png)](https://example.org) [`+"`code`"+`](https://example.org)
<https://example.org> [text](https://example.org)
`, `
content/x.md:3:26: error: the link has no text [empty-link-text]
    hint: write where it leads: [the text](https://example.org/a.md)
content/x.md:3:55: error: the link has no text [empty-link-text]
    hint: write where it leads: [the text](#c)
content/x.md:3:62: error: the link has no text [empty-link-text]
    hint: write where it leads: [the text](figures/a.pdf)
content/x.md:4:1: error: the link holds nothing but a picture without alternative text [empty-link-text]
    hint: let the picture's alternative text say where the link leads
`)
}

func TestMissingAltsAreFound(t *testing.T) {
	expect(t, findMissingAlts, english8(), `# x

![](a.png)

![Three circles, apart](b.svg)

A ![ image ](c.png) and ![three-ways](figures/three-ways.svg) and ![IMG_12.JPG](d.png) and ![Tea](tea.svg)
`, `
content/x.md:3:1: error: the picture has no alternative text [missing-alt]
    hint: say in a sentence what it shows: ![What it shows](a.png)
content/x.md:7:3: error: "image" does not say what the picture shows [missing-alt]
    hint: say in a sentence what it shows: ![What it shows](c.png)
content/x.md:7:25: error: "three-ways" does not say what the picture shows [missing-alt]
    hint: say in a sentence what it shows: ![What it shows](figures/three-ways.svg)
content/x.md:7:67: error: "IMG_12.JPG" does not say what the picture shows [missing-alt]
    hint: say in a sentence what it shows: ![What it shows](d.png)
`)
}

func TestHeadingSkipsAreFound(t *testing.T) {
	expect(t, findHeadingSkips, english8(), "# x\n\n### a\n\n### b\n\n## c\n\n### d\n\n##### e\n\n## f\n", `
content/x.md:3:1: error: heading of level 3 after one of level 1 [heading-skip]
    hint: use ##
content/x.md:11:1: error: heading of level 5 after one of level 3 [heading-skip]
    hint: use ####
`)
	expect(t, findHeadingSkips, english8(), "# x\n\n## a\n\n### b\n\n#### c\n\n## d\n", "")
}
