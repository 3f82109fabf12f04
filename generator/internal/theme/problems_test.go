package theme

import (
	"strings"
	"testing"
	"time"
)

// Each case is a whole set of layouts, a page called "p" that is wanted with the slots T (text), H (markup)
// and the flag Yes, and what is told of them.
func TestProblemsOfTemplates(t *testing.T) {
	for _, test := range []struct{ name, layouts, want string }{
		{"all of a file's wrong words, functions and templates are told at once", `
-- strings/en.toml --
next = "Next"
-- components/nav/nav.html --
{{define "nav"}}x{{end}}
-- pages/p.html --
<p>{{word "nxet"}} {{printf "%s" "x"}}</p>
  {{template "nva" .}}{{word .T}}{{"next" | word}} {{if word}}{{end}}
`, `
layouts/pages/p.html:1:11: there is no word "nxet" [bad-template]
    did you mean "next"?
layouts/pages/p.html:1:22: layouts have no function "printf" [bad-template]
layouts/pages/p.html:2:14: there is no template "nva" [bad-template]
    did you mean "nav"?
layouts/pages/p.html:2:25: a word is written {{word "key"}}, with its key in quotation marks [bad-template]
layouts/pages/p.html:2:45: a word is written {{word "key"}}, with its key in quotation marks [bad-template]
layouts/pages/p.html:2:57: a word is written {{word "key"}}, with its key in quotation marks [bad-template]
`},
		{"slots, flags and constants that there are not", `
-- pages/p.html --
ü{{.Titel}}{{.TT}}{{if .Has.Yess}}{{end}}{{if .Has.Yes}}{{else}}{{.Site.Titel}}{{$.X}}{{end}}{{.Site.Title.X}}
`, `
layouts/pages/p.html:1:4: there is no slot .Titel here [bad-template]
layouts/pages/p.html:1:14: there is no slot .TT here [bad-template]
    did you mean "T"?
layouts/pages/p.html:1:28: there is no flag .Has.Yess here [bad-template]
    did you mean "Yes"?
layouts/pages/p.html:1:72: there is no constant .Site.Titel here [bad-template]
    did you mean "Title"?
layouts/pages/p.html:1:83: there is no slot .X here [bad-template]
    did you mean "T"?
layouts/pages/p.html:1:101: there is nothing called .X here [bad-template]
    is the template called without a dot? write {{template "name" .}}
`},
		{"a slot may only be printed", `
-- pages/p.html --
{{if .T}}{{end}}
{{with .H}}{{.}}{{end}}
{{range .T}}{{end}}
{{len .T}}
{{if eq .T "x"}}{{end}}
{{.T | len}}
{{$x := .T}}
{{.T.Length}}
{{(.T)}}
{{template "x" .T}}
{{if and .Has.Yes (not .T)}}{{end}}
{{define "x"}}{{end}}
`, `
layouts/pages/p.html:1:6: a slot may only be printed, alone: its value is not known when a layout runs [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:2:8: a slot may only be printed, alone: its value is not known when a layout runs [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:3:9: a slot may only be printed, alone: its value is not known when a layout runs [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:4:7: a slot may only be printed, alone: a function cannot have it [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:5:9: a slot may only be printed, alone: a function cannot have it [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:6:3: a slot may only be printed, alone: a function cannot have it [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
layouts/pages/p.html:7:3: a slot may only be printed, alone: it cannot be kept in a variable [bad-template]
layouts/pages/p.html:8:5: a slot may only be printed, alone: it has no field "Length" [bad-template]
layouts/pages/p.html:9:4: a slot may only be printed, alone: {{.Name}} [bad-template]
layouts/pages/p.html:10:12: a template is given the dot, or a constant, and not this [bad-template]
    write {{template "x" .}}
layouts/pages/p.html:11:24: a slot may only be printed, alone: a function cannot have it [bad-template]
    ask a flag instead, such as {{if .Has.Toc}}
`},
		{"places that cannot be escaped for sure", `
-- pages/p.html --
<p class={{.T}}>
<script>x = {{.T}}</script>
<script>x = "{{.T}}"</script>
<style>{{.T}}</style>
<!-- {{.T}} -->
<img srcset="{{.T}}">
<p {{.T}}>
<a href=/x?{{.T}}>
<a onclick="{{.T}}">
<a title="{{.H}}">
<textarea>{{.H}}</textarea>
<script>{{.H}}</script>
<p title="{{.Style}}">{{.Style}}
`, `
layouts/pages/p.html:1:12: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:2:15: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:3:16: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:4:10: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:5:8: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:6:16: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:7:6: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:9:15: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
layouts/pages/p.html:10:13: .H is markup, and may stand in text only [bad-template]
    not in an attribute, a <title>, a <textarea>, a script, a style or a comment
layouts/pages/p.html:11:13: .H is markup, and may stand in text only [bad-template]
    not in an attribute, a <title>, a <textarea>, a script, a style or a comment
layouts/pages/p.html:12:11: .H is markup, and may stand in text only [bad-template]
    not in an attribute, a <title>, a <textarea>, a script, a style or a comment
layouts/pages/p.html:13:13: .Style may stand in a <style> only [bad-template]
layouts/pages/p.html:13:25: .Style may stand in a <style> only [bad-template]
`},
		// The one difference to a quoted attribute is that nothing at all becomes "ZgotmplZ".
		{"a query without quotes", `
-- pages/p.html --
<a href=/x?{{.T}}>
`, `
layouts/pages/p.html:1:14: .T stands where its value cannot be escaped for sure [bad-template]
    a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes
`},
		{"the style must be all there is", `
-- pages/p.html --
<style>
{{.Style}}</style>
`, `
layouts/pages/p.html:2:3: .Style must be all that stands between <style> and </style> [bad-template]
    the page's security policy holds the hash of the style, and nothing else
`},
		{"files that cannot be parsed do not hide each other", `
-- pages/p.html --
a
  {{if .Has.Yes}}
-- components/nav/nav.html --
{{define "nav"}}
  <p>{{.T}} {{end
-- components/x/x.html --
{{template "nav" .}}{{word "none"}}
`, `
layouts/components/nav/nav.html:2:6: unclosed action [bad-template]
layouts/pages/p.html:3:1: unexpected EOF [bad-template]
layouts/components/x/x.html:1:28: there is no word "none" [bad-template]
    add it to layouts/strings/en.toml
`},
		{"a name twice", `
-- components/a/a.html --
{{define "x"}}1{{end}}
-- components/b/b.html --
<p>

{{define "x"}}2{{end}}
-- components/c/c.html --
{{define "c"}}1{{end}} text
-- pages/p.html --
x
`, `
layouts/components/b/b.html:3:1: the template "x" is defined twice [bad-template]
    it is defined at layouts/components/a/a.html:1:1 too
layouts/components/c/c.html:1:1: the template "c" is defined here, and outside of {{define}} too [bad-template]
`},
		{"bad HTML is found at its byte, in the template that holds it", `
-- components/nav/nav.html --
{{define "nav"}}<p>
<a class=ü"x" href="y">z</a>
{{end}}
-- pages/p.html --
<div>{{template "nav" .}}</div><p class=y"z">
`, `
layouts/components/nav/nav.html:2:11: "\"" in unquoted attr: "ü\"x\"" [bad-template]
`},
		{"branches that end in different places", `
-- pages/p.html --
<p>
 <a {{if .Has.Yes}}href="{{end}}x">y</a>
`, `
layouts/pages/p.html:2:10: the branches end in different places of the HTML, such as inside and outside of a tag [bad-template]
`},
		{"a template that ends within a tag", `
-- pages/p.html --
<p title="
`, `
layouts/pages/p.html:1:1: the template ends inside a tag, an attribute, a comment, a script or a style [bad-template]
`},
		{"a function that is given the wrong thing", `
-- pages/p.html --
<p>
{{if eq .Has.Yes "x"}}{{end}}
`, `
layouts/pages/p.html:2:6: error calling eq: incompatible types for comparison: bool and string [bad-template]
`},
		{"templates that call themselves", `
-- components/a/a.html --
{{define "a"}}{{template "b" .}}{{end}}
{{define "b"}}
 {{template "a" .}}{{end}}
-- pages/p.html --
{{template "a" .}}
`, `
layouts/components/a/a.html:3:13: the template "a" calls itself [bad-template]
`},
		{"loops", `
-- pages/p.html --
{{range 1000000000}}{{end}}
{{range $i, $x := 1000000000}}{{$x}}{{end}}
{{range .Has}}{{end}}
{{range .Site.Authors}}{{range $.Site.Authors}}{{end}}{{end}}
{{with .Site}}{{range .Authors}}{{.}}{{end}}{{.Title}}{{end}}
`, `
layouts/pages/p.html:1:9: {{range}} goes over .Site.Authors, and over nothing else [bad-template]
layouts/pages/p.html:2:9: {{range}} goes over .Site.Authors, and over nothing else [bad-template]
layouts/pages/p.html:3:9: {{range}} goes over .Site.Authors, and over nothing else [bad-template]
layouts/pages/p.html:4:32: a {{range}} may not stand in another [bad-template]
`},
		{"too many calls", `
-- pages/p.html --
{{define "a"}}{{template "b"}}{{template "b"}}{{template "b"}}{{template "b"}}{{template "b"}}{{template "b"}}{{end}}
{{define "b"}}{{template "c"}}{{template "c"}}{{template "c"}}{{template "c"}}{{template "c"}}{{template "c"}}{{end}}
{{define "c"}}{{template "d"}}{{template "d"}}{{template "d"}}{{template "d"}}{{template "d"}}{{template "d"}}{{end}}
{{define "d"}}{{template "e"}}{{template "e"}}{{template "e"}}{{template "e"}}{{template "e"}}{{template "e"}}{{end}}
{{define "e"}}{{template "f"}}{{template "f"}}{{template "f"}}{{template "f"}}{{template "f"}}{{template "f"}}{{end}}
{{define "f"}}{{template "g"}}{{template "g"}}{{template "g"}}{{template "g"}}{{template "g"}}{{template "g"}}{{end}}
{{define "g"}}{{end}}
{{template "a" .}}
`, `
layouts/pages/p.html:6:58: the page calls more than 10000 templates [bad-template]
`},
		{"a dot that is not there", `
-- pages/p.html --
{{define "a"}}{{.T}}{{end}}
{{define "b"}}<i>{{.}}</i>{{end}}
{{template "a"}}{{template "b" "constant"}}{{template "b" .}}{{.}}{{.Has}}{{.Site}}{{.Site.Authors}}
`, `
layouts/pages/p.html:1:17: there is nothing called .T here [bad-template]
    is the template called without a dot? write {{template "name" .}}
layouts/pages/p.html:2:20: this cannot be printed; print what is in it [bad-template]
layouts/pages/p.html:3:64: this cannot be printed; print what is in it [bad-template]
layouts/pages/p.html:3:69: this cannot be printed; print what is in it [bad-template]
layouts/pages/p.html:3:77: this cannot be printed; print what is in it [bad-template]
layouts/pages/p.html:3:86: this cannot be printed; print what is in it [bad-template]
`},
		{"a variable keeps its kind", `
-- pages/p.html --
{{$x := .}}{{if .Has.Yes}}{{$x = .Site}}{{end}}{{$x.T}}{{$y := 1}}{{$y = 2}}{{$y}}
`, `
layouts/pages/p.html:1:29: $x held something else before, and layouts do not follow that [bad-template]
`},
		{"a page without its part", `
-- pages/base.html --
<body>{{template "main" .}}</body>
-- pages/q.html --
{{define "main"}}x{{end}}
-- pages/p.html --
{{define "mian"}}x{{end}}
`, `
layouts/pages/p.html:1:1: the page does not define "main" [bad-template]
    write {{define "main"}} … {{end}}; it is called at layouts/pages/base.html:1:18
`},
		{"no base", `
-- pages/p.html --
{{define "main"}}x{{end}}
`, `
layouts/pages/base.html: the file is missing [bad-template]
`},
		{"no page", `
-- pages/pp.html --
x
`, `
layouts/pages/p.html: the layouts have no template "p" [bad-template]
    did you mean "pp"?
`},
		{"not a text", "\n-- pages/p.html --\nab\n \xff{{\n", `
layouts/pages/p.html:2:2: the file is not UTF-8 [bad-template]
`},
		{"blocks in blocks", "\n-- pages/p.html --\n" + strings.Repeat("{{if 1}}", 60) + strings.Repeat("{{end}}", 60), `
layouts/pages/p.html:1:406: more than 50 blocks stand in one another [bad-template]
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			theme, problems := read(test.layouts, "en")
			if len(problems) > 0 && strings.Contains(problems[0].Message, "no words") {
				problems = problems[1:]
			}
			shell, more := theme.Shell(Page{Template: "p", Slots: []Slot{{"T", false}, {"H", true}},
				Has: map[string]bool{"Yes": true}, Site: Site{Authors: []string{"A", "B"}}})
			expect(t, "problems", report(append(problems, more...)), test.want)
			if got := shell.Splice(nil, []string{"", ""}); len(got) > 0 && len(more) > 0 {
				t.Errorf("a broken page is not empty: %q", got)
			}
		})
	}
}

func TestAPageThatIsTooLong(t *testing.T) {
	layouts := "-- pages/p.html --\n{{define \"a\"}}" + strings.Repeat("x", 5000) + "{{end}}" + strings.Repeat(`{{template "a"}}`, 1000)
	theme, _ := read(layouts, "en")
	_, problems := theme.Shell(Page{Template: "p"})
	expect(t, "problems", report(problems), `layouts/pages/p.html: the page is longer than 4 MB [bad-template]`)
}

// Nothing that a layout holds makes a build hang. The bar is a hang's, and leaves room for a busy machine with the
// race detector.
func TestAHugeTemplateIsRefusedSoon(t *testing.T) {
	start := time.Now()
	for _, body := range []string{
		strings.Repeat("{{if 1}}", 100_000) + strings.Repeat("{{end}}", 100_000),
		strings.Repeat("{{if 1}}", 50_000) + strings.Repeat("{{end}}", 50_000),
		"{{if " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + "}}{{end}}",
		strings.Repeat(`{{$x := 1}}`, 50_000),
	} {
		theme, _ := read("-- pages/p.html --\n"+body, "en")
		theme.Shell(Page{Template: "p"})
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
