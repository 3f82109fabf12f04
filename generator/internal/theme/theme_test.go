package theme

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// read parses a txtar archive whose paths leave "layouts/" out.
func read(archive, language string) (*Theme, []diag.Problem) {
	var files []*source.File
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, source.NewFile("layouts/"+f.Name, f.Data))
	}
	return Parse(files, language)
}

func report(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.Position.String() + ": " + p.Message + " [" + p.Rule + "]\n")
		if p.Hint != "" {
			b.WriteString("    " + p.Hint + "\n")
		}
	}
	return b.String()
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const small = `
-- pages/base.html --
<!doctype html>
<html lang="{{.Site.Language}}">
<title>{{.Title}} · {{.Site.Title}}</title>
<meta http-equiv="Content-Security-Policy" content="style-src '{{.StyleHash}}'">
<style>{{.Style}}</style>
{{template "main" .}}{{template "pager" .}}
<p>{{range $i, $a := .Site.Authors}}{{if $i}}, {{end}}{{$a}}{{end}}</p>
-- pages/chapter.html --
{{define "main"}}<main>{{.Body}}</main>{{end}}
-- pages/redirect.html --
<p>{{word "moved"}} <a href="{{.Title}}">{{.Title}}</a></p>
-- components/pager/pager.html --
{{define "pager"}}{{if .Has.Next}}<a class="pager" href="{{.Next}}">{{word "next"}}</a>{{end}}{{end}}
{{define "cite"}}<a href="#{{.ID}}">[{{.Number}}]</a>{{end}}
-- components/pager/pager.css --
.pager { color: red }
-- components/code/code.css --
.code { color: blue }
-- components/table/table.css --
.table { color: green }
-- styles/layers.css --
@layer base, components;
-- styles/tokens.css --
[data-accent=teal] { --accent: teal }
[data-accent="plum"] { --accent: plum }
[data-accent=teal] a { --accent: teal }
-- styles/base.css --
body { margin: 0px }
-- styles/prose.css --
p { margin: 1em 0 }
-- styles/print.css --
a { color: black }
-- components/code/print.css --
pre { color: black }
-- strings/en.toml --
next = "Next"
moved = "This page has moved to"
-- strings/de.toml --
next = "Weiter"
moved = "Diese Seite ist umgezogen nach"
-- static/favicon.svg --
<svg/>
`

var smallSlots = []Slot{{"Title", false}, {"Body", true}, {"Next", false}}

func smallPage(next bool, features ...string) Page {
	return Page{Template: "chapter", Slots: smallSlots, Has: map[string]bool{"Next": next}, Features: features,
		Site: Site{Title: "Us & them", Language: "en", Authors: []string{"A. One", "B. Two"}}}
}

func TestAPageIsSpliced(t *testing.T) {
	theme, problems := read(small, "de")
	expect(t, "problems", report(problems), "")
	shell, problems := theme.Shell(smallPage(true, "code"))
	expect(t, "problems", report(problems), "")
	got := shell.Splice([]byte("before\n"), []string{"Yes <&> no", "<p>Hello</p>", "b.html?a=1&b=2"})
	expect(t, "page", string(got), `before
<!doctype html>
<html lang="en">
<title>Yes &lt;&amp;&gt; no · Us &amp; them</title>
<meta http-equiv="Content-Security-Policy" content="style-src 'sha256-vOETy/BJTBhRUElD7Ev6d64mk59l7STMprlP0bCUkGo='">
<style>@layer base,components;[data-accent=teal]{--accent:teal}[data-accent=plum]{--accent:plum}[data-accent=teal] a{--accent:teal}body{margin:0}p{margin:1em 0}.code{color:blue}.pager{color:red}</style>
<main><p>Hello</p></main><a class="pager" href="b.html?a=1&amp;b=2">Weiter</a>
<p>A. One, B. Two</p>
`)
}

func TestAPageMayStandAlone(t *testing.T) {
	theme, _ := read(small, "en")
	shell, problems := theme.Shell(Page{Template: "redirect", Slots: []Slot{{"Title", false}}})
	expect(t, "problems", report(problems), "")
	expect(t, "page", string(shell.Splice(nil, []string{"a b"})), `<p>This page has moved to <a href="a%20b">a b</a></p>`)
}

func TestAFragmentIsSpliced(t *testing.T) {
	theme, _ := read(small, "en")
	shell, problems := theme.Fragment("cite", []Slot{{"Number", false}, {"ID", false}}, nil)
	expect(t, "problems", report(problems), "")
	expect(t, "fragment", string(shell.Splice(nil, []string{"3", "a b"})), `<a href="#a%20b">[3]</a>`)

	shell, problems = theme.Fragment("sight", nil, nil)
	expect(t, "problems", report(problems), `layouts/components: the layouts have no template "sight" [bad-template]`)
	expect(t, "fragment", string(shell.Splice(nil, nil)), "")
}

func TestWhatALayoutHolds(t *testing.T) {
	theme, _ := read(small, "en")
	if got := theme.Accents(); !slices.Equal(got, []string{"teal", "plum"}) {
		t.Errorf("accents: %q", got)
	}
	static := theme.Static()
	if len(static) != 1 || static[0].Path() != "favicon.svg" || string(static[0].Bytes()) != "<svg/>\n" {
		t.Errorf("static: %v", static)
	}
	if got := theme.Word("next"); got != "Next" {
		t.Errorf("word: %q", got)
	}
	if got := theme.Word("none"); got != "" {
		t.Errorf("unknown word: %q", got)
	}
}

func TestStylesAreThoseOfTheComponentsInUse(t *testing.T) {
	theme, _ := read(small, "en")
	for _, test := range []struct {
		features []string
		want     string
	}{
		{nil, ".pager{color:red}"},
		{[]string{"table", "code", "table", "unknown"}, ".code{color:blue}.pager{color:red}.table{color:green}"},
	} {
		shell, _ := theme.Shell(smallPage(false, test.features...))
		page := string(shell.Splice(nil, []string{"", "", ""}))
		_, rest, _ := strings.Cut(page, "p{margin:1em 0}")
		got, _, _ := strings.Cut(rest, "</style>")
		if got != test.want {
			t.Errorf("with %q: %s", test.features, got)
		}
	}
	expect(t, "for paper", string(theme.Print().Bytes()), "a{color:#000}pre{color:#000}")
}

// Keys decide what is made anew: a theme's changes with every file, a shell's with its own bytes only.
func TestKeysFollowWhatIsUsed(t *testing.T) {
	keys := func(archive, language string) (all, chapter any) {
		theme, _ := read(archive, language)
		shell, _ := theme.Shell(smallPage(true))
		return theme.JobKey(), shell.JobKey()
	}
	all, chapter := keys(small, "en")
	for _, test := range []struct {
		name, archive, language string
		same                    bool
	}{
		{"same", small, "en", true},
		{"other page", strings.Replace(small, "<p>{{word", "<div>{{word", 1), "en", true},
		{"other component", strings.Replace(small, "blue", "navy", 1), "en", true},
		{"own component", strings.Replace(small, "color: red", "color: tan", 1), "en", false},
		{"own text", strings.Replace(small, "<main>", "<main >", 1), "en", false},
		{"language", small, "de", false},
	} {
		all2, chapter2 := keys(test.archive, test.language)
		if (all == all2) != (test.name == "same") {
			t.Errorf("%s: the theme's key is wrong", test.name)
		}
		if (chapter == chapter2) != test.same {
			t.Errorf("%s: the shell's key is wrong", test.name)
		}
	}
}

func TestForeignFilesAreIgnored(t *testing.T) {
	a, problems := read(small, "en")
	b, more := read(small+"-- layouts.go --\npackage layouts\n-- README.md --\n{{\n", "en")
	if a.JobKey() != b.JobKey() || len(problems)+len(more) > 0 {
		t.Errorf("foreign files count: %s", report(more))
	}
}

func TestWordsOfALanguage(t *testing.T) {
	const en = "-- strings/en.toml --\nnext = \"Next\"\nskip = \"Skip\"\nempty = \"Empty\"\n"
	for _, test := range []struct{ name, archive, language, want, words string }{
		{"English", en, "en", "", "Next Skip"},
		{"a region", en, "en-GB", "", "Next Skip"},
		{"English of a guide's own, over what is built in", "-- strings/en.toml --\nnext = \"Go on\"\nskip = \"\"\n-- strings/built-in.toml --\nnext = \"Next\"\nskip = \"Skip\"\n",
			"en", "", "Go on Skip"},
		{"a language that is not there", en, "fr-CA", `
site.toml: the layouts have no words in the language "fr-CA" [missing-string]
    copy layouts/strings/en.toml to layouts/strings/fr-CA.toml and translate its 3 words; until then they are English
`, "Next Skip"},
		{"missing words", en + "-- strings/de.toml --\nnext = \"Weiter\"\nempty = \"\"\n", "de-AT", `
layouts/strings/de.toml: the word "empty" is missing [missing-string]
    write empty = "…"; until then it is "Empty"
layouts/strings/de.toml: the word "skip" is missing [missing-string]
    write skip = "…"; until then it is "Skip"
`, "Weiter Skip"},
	} {
		t.Run(test.name, func(t *testing.T) {
			theme, problems := read(test.archive, test.language)
			expect(t, "problems", report(problems), test.want)
			expect(t, "words", theme.Word("next")+" "+theme.Word("skip"), test.words)
		})
	}
}

func TestAWordThatIsNoTextIsMissing(t *testing.T) {
	theme, problems := read(`
-- strings/en.toml --
next = "Next"
-- strings/de.toml --
next = 3
`, "de")
	if len(problems) != 2 || problems[0].Position.String() != "layouts/strings/de.toml:1:8" || problems[1].Rule != "missing-string" {
		t.Errorf("problems:\n%s", report(problems))
	}
	expect(t, "word", theme.Word("next"), "Next")
}
