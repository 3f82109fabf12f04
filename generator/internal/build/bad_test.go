package build_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
)

// whole is a guide with one mistake of its own, which must be told whatever else is wrong.
const whole = `
-- site.toml --
title = "Whole"
[[part]]
title    = "One"
chapters = ["*.md"]
-- content/index.md --
# Whole
-- content/a.md --
# A

[Lost](lost.md)
`

const lost = "content/a.md:3:1: error: no chapter or file \"lost.md\" [dead-link]\n"

// within builds the guide, and fails the test if that hangs or panics.
func within(t *testing.T, limit time.Duration, g guide) build.Result {
	t.Helper()
	done := make(chan build.Result, 1)
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				panicked <- p
			}
		}()
		done <- build.New(settings()).Build(g.tree())
	}()
	select {
	case result := <-done:
		return result
	case p := <-panicked:
		t.Fatal(p)
	case <-time.After(limit):
		t.Fatalf("the build took more than %v", limit)
	}
	panic("unreachable")
}

// A problem that is told, and the rest of the report with it.
func TestBadFilesAreTold(t *testing.T) {
	for _, test := range []struct{ name, path, data, want string }{
		{"a binary chapter", "content/b.md", "\x7fELF\x02\x00\x01\x00\xff\xfe# B\n", `content/b.md:1:1: error: this chapter has no title [missing-title]
    hint: begin it with a line such as: # B
content/b.md:1:5: error: these bytes are not UTF-8 text [bad-encoding]
    hint: save the file as UTF-8, or give it another ending if it is not text
`},
		{"invalid UTF-8", "content/b.md", "# B\n\nA caf\xe9.\n", `content/b.md:3:6: error: these bytes are not UTF-8 text [bad-encoding]
    hint: save the file as UTF-8, or give it another ending if it is not text
`},
		{"an empty chapter", "content/b.md", "", `content/b.md:1:1: error: this chapter has no title [missing-title]
    hint: begin it with a line such as: # B
`},
		{"nothing but spaces", "content/b.md", " \n\t\n", `content/b.md:1:1: error: this chapter has no title [missing-title]
    hint: begin it with a line such as: # B
`},
		{"a tab in front matter", "content/b.md", "---\nkeywords:\n\t- a\n---\n\n# B\n", `content/b.md:3:1: error: a tab cannot indent front matter [bad-front-matter]
    hint: use spaces
`},
		{"draft: yes", "content/b.md", "---\ndraft: yes\n---\n\n# B\n", `content/b.md:2:8: error: draft must be true or false, not yes [bad-front-matter]
    hint: write draft: true
`},
		{"front matter without an end", "content/b.md", "---\ndescription: x\n\n# B\n", `content/b.md:1:1: error: the front matter has no end [bad-front-matter]
    hint: close it with a line of "---"
content/b.md:5:1: error: this chapter has no title [missing-title]
    hint: begin it with a line such as: # B
`},
		{"an empty site.toml", "site.toml", "", `content/a.md:1:1: error: no part of site.toml lists this chapter [orphan-chapter]
    hint: add "a.md" to the chapters of a part, or draft: true to its front matter
` + lost + `site.toml:1:1: error: title is missing [bad-value]
    hint: add a line such as: title = "The name of the guide"
`},
		{"[part] for [[part]]", "site.toml", "title = \"W\"\n[part]\ntitle = \"One\"\nchapters = [\"*.md\"]\n", `site.toml:2:1: error: part is a list of tables, not a table [wrong-type]
    hint: write [[part]]
`},
		{"wrong types", "site.toml", "title = 1\nauthors = \"Ann\"\nupdated = 2026\n[[part]]\ntitle = [\"One\"]\nchapters = \"*.md\"\n[leave]\nurl = true\n[reading]\ngrade = \"8\"\n",
			`content/a.md:1:1: error: no part of site.toml lists this chapter [orphan-chapter]
    hint: add "a.md" to the chapters of a part, or draft: true to its front matter
` + lost + `site.toml:1:9: error: title must be text, not a number [wrong-type]
    hint: write it in quotes: "1"
site.toml:2:11: error: authors must be a list of texts, not text [wrong-type]
    hint: write it in brackets: ["Ann"]
site.toml:3:11: error: updated must be a date, not a number [wrong-type]
site.toml:5:9: error: title must be text, not a list [wrong-type]
site.toml:6:12: error: chapters must be a list of texts, not text [wrong-type]
    hint: write it in brackets: ["*.md"]
site.toml:8:7: error: url must be text, not true [wrong-type]
site.toml:10:9: error: grade must be a number, not text [wrong-type]
    hint: write it without quotes: 8
`},
		{"a binary picture that is none", "content/p.png", "\x00\x01\x02", `content/p.png: error: this is not a PNG picture, whatever its ending [bad-picture]
    hint: open it in a picture editor and export it again
content/p.png: warning: no published page refers to this file [unused-file]
    hint: link to it, move it to content/static/ to publish it as it is, or delete it
`},
		{"a page in place of a folder", "content/b.md", "---\naliases: [a.html/old/er.html]\n---\n\n# B\n", `site.toml:1:9: error: something else is published as a.html too [path-clash]
`},
		{"binary references", "content/references.json", "\xff\x00[", `content/references.json:1:1: error: the file is not valid UTF-8 here [bad-references]
    hint: save the file as UTF-8
`},
		{"a template that fails", "layouts/components/footer/footer.html", "{{define \"footer\"}}<p>{{index .Site.Authors 9}}</p>{{end}}", "layouts/components/footer/footer.html:1:25: error: layouts have no function \"index\" [bad-template]\n"},
		{"a template that loops", "layouts/components/footer/footer.html", "{{define \"footer\"}}{{template \"footer\" .}}{{end}}", `layouts/components/footer/footer.html:1:`},
		{"a template that loops for long", "layouts/components/footer/footer.html", "{{define \"footer\"}}{{range 1000000000}}x{{end}}{{end}}", `layouts/components/footer/footer.html:1:`},
		{"a template without an end", "layouts/components/footer/footer.html", "{{define \"footer\"}}{{if .Has.Help}}", `layouts/components/footer/footer.html:1:`},
		{"a binary template", "layouts/components/footer/footer.html", "\xff\x00{{", `layouts/components/footer/footer.html:1:`},
		{"a style sheet without an end", "layouts/styles/prose.css", "@layer prose { .prose {", `layouts/styles/prose.css:1:14: error: this is opened and never closed with "}" [bad-style]`},
		{"broken words", "layouts/strings/en.toml", "menu = ", `layouts/strings/en.toml:1:`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			g := unpack(whole)
			g[test.path] = test.data
			got := report(within(t, 30*time.Second, g).Problems)
			if !strings.Contains(got, lost) || !strings.Contains(got, test.want) {
				t.Errorf("\n%s\nwant\n%s%s", got, lost, test.want)
			}
		})
	}
}

func TestAMissingSiteTOMLIsTold(t *testing.T) {
	g := unpack(whole)
	delete(g, "site.toml")
	got := report(within(t, 10*time.Second, g).Problems)
	if !strings.Contains(got, lost) || !strings.Contains(got, "site.toml: error: there is no site.toml [missing-config]\n") {
		t.Error(got)
	}
	if got := report(within(t, 10*time.Second, guide{}).Problems); !strings.Contains(got, "[missing-config]") {
		t.Errorf("of nothing at all: %s", got)
	}
}

// Windows' line ends and byte-order marks make the same pages, and problems at the same places.
func TestLineEndsDoNotShow(t *testing.T) {
	plain := unpack(sample)
	plain["content/second/last.md"] += "\n[Lost](lost.md), and a word word.\n"
	windows, mac := guide{}, guide{}
	for path, text := range plain {
		windows[path], mac[path] = text, text
		switch {
		case strings.HasSuffix(path, ".md"):
			windows[path] = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
			mac[path] = strings.ReplaceAll(text, "\n", "\r")
		case strings.HasSuffix(path, ".toml"), strings.HasSuffix(path, ".json"):
			windows[path] = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
	}
	want := within(t, 10*time.Second, plain)
	for name, g := range map[string]guide{"windows": windows, "mac": mac} {
		if difference := differ(within(t, 10*time.Second, g), want); difference != "" {
			t.Errorf("%s: %s", name, difference)
		}
	}
}

func TestHugeAndDeepChaptersAreBuilt(t *testing.T) {
	mega := 1 << 20
	if racing {
		mega /= 10 // what is slow is slow ten times
	}
	for _, test := range []struct {
		name, text string
	}{
		{"10 MB of one line", strings.Repeat("It is so, and so it is. ", 10*mega/24)},
		{"10 MB of one word", strings.Repeat("x", 10*mega)},
		{"a mistake in every word of a line", strings.Repeat("word ", mega/50)},
		{"a lost link in every word of a line", strings.Repeat("[a](lost-too.md) ", mega/170)},
		{"a lost citation in every word of a line", strings.Repeat("[@nobody] ", mega/100)},
		{"raw HTML in every word of a line", strings.Repeat("<b>", mega/50)},
		{"200 quotes in each other", strings.Repeat("> ", 200) + "deep"},
		{"200 lists in each other", strings.Repeat("- ", 200) + "deep"},
		{"200 numbered lists in each other", strings.Repeat("1. ", 200) + "deep"},
		{"200 quotes and lists by turns", strings.Repeat("> - ", 100) + "deep"},
		{"200 lists on a line each", lists(200)},
		{"200 emphases in each other", strings.Repeat("*a **b ", 100) + strings.Repeat("b** a*", 100)},
		{"deep brackets", strings.Repeat("[", mega/20) + "deep" + strings.Repeat("]", mega/20)},
		{"deep pictures", strings.Repeat("![a", 2000) + strings.Repeat("](b.png)", 2000)},
		{"brackets without an end", strings.Repeat("[@", mega/20)},
		{"notes without an end", strings.Repeat("[^", mega/20)},
		{"parentheses without an end", strings.Repeat("[a](", mega/400)},
		{"backticks", strings.Repeat("` `` ``` ", mega/90)},
		{"less-than signs", strings.Repeat("<a ", mega/20)},
		{"entities", strings.Repeat("&amp", mega/20)},
		{"a wide table", "|" + strings.Repeat("a|", 2000) + "\n|" + strings.Repeat("-|", 2000) + "\n"},
		{"many headings of one name", strings.Repeat("## Same\n\n", 3000)},
		{"many footnotes", strings.Repeat("[^a] ", 3000) + "\n\n[^a]: Note.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			g := unpack(whole)
			g["content/b.md"] = "# B\n\n" + test.text + "\n"
			result := within(t, time.Minute, g)
			if !strings.Contains(report(result.Problems), lost) {
				t.Error("the rest of the report is not there")
			}
			wellFormed(t, find(t, result, "b.html"))
		})
	}
}

func lists(depth int) string {
	var text strings.Builder
	for i := range depth {
		text.WriteString(strings.Repeat("  ", i) + "- level\n")
	}
	return text.String()
}

// wellFormed reads what stands between a page's main tags as XML, as other programs will.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	_, body, _ := strings.Cut(page, `<div class="prose">`)
	body, _, ok := strings.Cut(body, "<nav")
	if i := strings.LastIndex(body, "</div>"); ok && i >= 0 {
		body = body[:i]
	}
	decoder := xml.NewDecoder(io.MultiReader(strings.NewReader("<div>"), bytes.NewReader([]byte(body)), strings.NewReader("</div>")))
	decoder.Entity = xml.HTMLEntity
	depth := 0
	for {
		token, err := decoder.Token()
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if errors.Is(err, io.EOF) || depth == 0 && token != nil {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestOddNamesHaveRightAddresses(t *testing.T) {
	g := unpack(`
-- site.toml --
title = "Odd"
[[part]]
title    = "One"
chapters = ["*.md", "o d/*.md"]
-- content/index.md --
# Odd

[a](<a b.md>) [b](it's%20100%25%20%231.md) [c](%E6%84%9B.md) [d](愛.md) [e](<o d/ü&+=@$,;(!).md>)
-- content/a b.md --
# A
-- content/it's 100% #1.md --
# B
-- content/愛.md --
# C
-- content/o d/ü&+=@$,;(!).md --
# E

[back](../index.md) [a](../a%20b.md)
`)
	result := within(t, 10*time.Second, g)
	if got := report(result.Problems); got != "" {
		t.Error(got)
	}
	for path, want := range map[string][]string{
		"index.html": {`href="a%20b.html"`, `href="it&#39;s%20100%25%20%231.html"`, `href="%E6%84%9B.html">c`, `href="%E6%84%9B.html">d`,
			`href="o%20d/%C3%BC&amp;+=@$,;(!).html"`},
		"a b.html":             {`<h1 id="a">A</h1>`},
		"it's 100% #1.html":    {`<h1 id="b">B</h1>`},
		"愛.html":               {`<h1 id="c">C</h1>`},
		"o d/ü&+=@$,;(!).html": {`href="../index.html"`, `href="../a%20b.html"`},
	} {
		page := find(t, result, path)
		for _, piece := range want {
			if !strings.Contains(page, piece) {
				t.Errorf("%s does not hold %s", path, piece)
			}
		}
	}
}

// A colon is taken for the end of a protocol by html/template, which then leads nowhere. Found by a hostile guide.
func TestTheContentsLeadToAnIDWithAColon(t *testing.T) {
	g := unpack(whole)
	g["content/a.md"] = "# A\n\n## One {#x:one.a}\n\n### Two {#x:two}\n\n## Drei für alle\n"
	page := find(t, within(t, 10*time.Second, g), "a.html")
	for _, href := range []string{`href="#x%3Aone.a"`, `href="#x%3Atwo"`, `href="#drei-f%C3%BCr-alle"`} {
		if !strings.Contains(page, href) {
			t.Errorf("the contents have no link %s", href)
		}
	}
}
