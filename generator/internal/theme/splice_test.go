package theme

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// values are what html/template treats in a special way somewhere.
var values = []string{
	"", "plain", "two words", `<b>"bold"</b> & 'more' + =`, "&amp; &lt; &#43; %26", "\x00\x01\x7f", "\xff\xfe bad \xc3 utf-8", "\ufffd\ufeff\u2028\ufdd0\uffff",
	"javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x", "vbscript:x", "a:b", "x/y:z", ":", "/:",
	"https://example.org/a?b=c&d=e#f", "HTTP://x", "mailto:a@b.c", "MailTo:a", "tel:1", "https\u017f:x", "htt\u017f:x", "//host/path",
	"../a b/ü.html#é", "#cite-3", "?q=a+b&c=%20%zz%4", "%", "%4", "%41", "a%2", "[x](y)!*'(),;$@~{}|\\^`", "\t\n\r\f\v", "</script></style></title></textarea>-->",
	"q7", "#ZgotmplZ", "ZgotmplZ", "🤝 naïve", strings.Repeat("<&>", 50),
}

// places are where a slot may stand; each holds the text slots A and B and the markup H.
var places = []string{
	`{{.A}}`, `<{{.A}}>`, `<p>{{.A}}{{.B}}</p>`, `<p>{{.H}}{{.A}}{{.H}}</p>`, `a < b {{.A}} &amp;`,
	`<p title="{{.A}}">`, `<p title='{{.A}}'>`, `<p title="x {{.A}} y {{.B}}">`, `<p id="{{.A}}">`, `<p class="a {{.A}}" data-x='{{.B}}'>`,
	`<p aria-label="{{.A}}" lang="{{.B}}">`, `<input value="{{.A}}" pattern="{{.B}}">`, `<time datetime="{{.A}}">{{.B}}</time>`,
	`<a href="{{.A}}">`, `<a href='{{.A}}'>`, `<a href=" {{.A}}">`, `<a href="{{.A}}favicon.svg">`, `<a href="{{.A}}#{{.B}}">`, `<a href="{{.A}}?q={{.B}}">`,
	`<a href="x/{{.A}}">`, `<a href="https://x.org/{{.A}}/{{.B}}?{{.A}}#{{.B}}">`, `<a href="#{{.A}}">`, `<a href="?a={{.A}}&amp;b={{.B}}">`,
	`<a href="{{.A}}{{.B}}">`, `<a href="mailto:{{.A}}">`, `<img src="{{.A}}" alt="{{.B}}">`, `<form action="{{.A}}">`, `<blockquote cite="{{.A}}">`,
	`<svg><use xlink:href="{{.A}}"/></svg>`, `<object data="{{.A}}">`, `<p data-url="{{.A}}">`, `<video poster="{{.A}}" src='{{.B}}'>`,
	`<meta content="{{.A}}">`, `<meta name="description" content="x {{.A}} y">`, `<meta http-equiv="refresh" content="0; url={{.A}}">`,
	`<meta http-equiv="refresh" content='0;url={{.A}}{{.B}}'>`, `<meta property="og:url" content="{{.A}}">`,
	`<title>{{.A}} · {{.B}}</title>`, `<textarea>{{.A}}</textarea>`, `<noscript>{{.A}}{{.H}}</noscript>`, `<template>{{.A}}{{.H}}</template>`,
	`<title>{{.A}}</title><a href="{{.A}}" title="{{.A}}">{{.A}}</a>{{.H}}`,
	`{{if .Has.Yes}}<a href="{{.A}}">{{else}}<a title="{{.A}}">{{end}}{{.B}}</a>`,
	`{{if .Has.No}}{{.A}}{{else}}<a href="{{template "part" .}}">{{template "part" .}}</a>{{end}}{{define "part"}}{{.B}}{{end}}`,
	`{{range .Site.Authors}}<i title="{{$.A}}">{{.}}{{$.A}}</i>{{end}}`,
	`{{with .Site.Title}}{{.}}{{$.A}}{{end}}{{with $x := .}}{{$x.B}}{{end}}`, "<p>\n  {{- .A -}}  \n</p>", `{{/* note */}}<!-- gone -->{{.A}}`,
	`<link rel="stylesheet" href="{{.A}}"><script src="{{.B}}"></script>`, `<script type="application/json">{{.H}}</script>`,
	`<base href="{{.A}}">`, `<iframe srcdoc="{{.A}}">`, `<p style="background: url({{.A}})">`, `<p style="background: url('{{.A}}')">`, `<p style="color: {{.A}}">`,
	// The rest is refused: the two ways must then not be held against each other.
	`<p title={{.A}}>`, `<a href={{.A}}>`, `<a href=/{{.A}}>`, `<a href=?{{.A}}>`, `<p {{.A}}>`, `<p {{.A}}="x">`, `<p x{{.A}}="x">`, `<p on{{.A}}="x">`,
	`<img srcset="{{.A}}">`, `<img srcset="{{.A}} 2x, {{.B}}">`, `<script>{{.A}}</script>`, `<script>"{{.A}}"</script>`, `<script>'{{.A}}'</script>`,
	"<script>`{{.A}}`</script>", "<script>`${ {{.A}} }`</script>", `<script>/{{.A}}/</script>`, `<script>// {{.A}}
</script>`, `<script>/* {{.A}} */</script>`, `<style>{{.A}}</style>`, `<style>a { b: "{{.A}}"; c: url({{.A}}); d: url("{{.B}}") }</style>`, `<style>/* {{.A}} */</style>`,
	`<p onclick="{{.A}}">`, `<p onclick="f('{{.A}}')">`, `<!-- {{.A}} -->`, `<p title="{{.H}}">`, `<title>{{.H}}</title>`, `<a href="{{.H}}">`, `<!-- {{.H}} -->`,
	`<script>{{.H}}</script>`, `<style>{{.H}}</style>`, `<p title={{.H}}>`,
}

var slots = []Slot{{"A", false}, {"B", false}, {"H", true}}

var aSite = Site{Title: "A <title>", Authors: []string{"One & two", "Three"}}

func aPage() Page {
	return Page{Template: "p", Slots: slots, Has: map[string]bool{"Yes": true, "No": false}, Site: aSite}
}

// spliced makes a page in our way; ok tells that the place is not refused.
func spliced(text string) (shell *Shell, ok bool) {
	theme, problems := Parse([]*source.File{source.NewFile("layouts/pages/p.html", []byte(text)),
		source.NewFile("layouts/strings/en.toml", nil)}, "en")
	shell, more := theme.Shell(aPage())
	return shell, len(problems)+len(more) == 0
}

// executed makes a page by html/template alone.
func executed(text, a, b, h string) (string, error) {
	set, err := template.New("p").Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = set.Execute(&out, map[string]any{"A": a, "B": b, "H": template.HTML(h), "Has": aPage().Has, "Site": aSite,
		"Style": template.CSS(""), "StyleHash": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="})
	return out.String(), err
}

func TestSplicingEqualsHTMLTemplate(t *testing.T) {
	accepted := 0
	for _, place := range places {
		shell, ok := spliced(place)
		if !ok {
			continue
		}
		accepted++
		for i, a := range values {
			for j := range 3 {
				b, h := values[(i+7*j+1)%len(values)], values[(i+11*j)%len(values)]
				want, err := executed(place, a, b, h)
				if err != nil {
					t.Fatalf("%s: %v", place, err)
				}
				if got := string(shell.Splice(nil, []string{a, b, h})); got != want {
					t.Errorf("%s\nwith %q, %q, %q\n got %q\nwant %q", place, a, b, h, got, want)
				}
			}
		}
	}
	if accepted < 52 {
		t.Errorf("only %d places are accepted", accepted)
	}
}

func TestPlacesThatAreRefused(t *testing.T) {
	refused := false
	for _, place := range places {
		refused = refused || place == `<p title={{.A}}>`
		_, ok := spliced(place)
		if ok && refused {
			t.Errorf("accepted: %s", place)
		}
	}
}

func FuzzSplicingEqualsHTMLTemplate(f *testing.F) {
	for i, place := range places {
		f.Add(place, values[i%len(values)], values[(i+5)%len(values)], values[(i+9)%len(values)])
	}
	f.Add(small, "a", "b", "c")
	f.Fuzz(func(t *testing.T, text, a, b, h string) {
		shell, ok := spliced(text)
		if !ok {
			return
		}
		want, err := executed(text, a, b, h)
		if err != nil {
			return // a function of ours, or a template that is only called in vain
		}
		if got := string(shell.Splice(nil, []string{a, b, h})); got != want {
			t.Errorf("%s\nwith %q, %q, %q\n got %q\nwant %q", text, a, b, h, got, want)
		}
	})
}

func FuzzProblemsLieInTheirFiles(f *testing.F) {
	for _, place := range places {
		f.Add(place, ".a { color: red }", "next = \"Next\"")
	}
	f.Add("{{if}", "a { b: url(x", "x = ")
	f.Add("{{define \"a\"}}{{template \"a\" .}}{{end}}{{template \"a\" .}}", "@import 'x'; } /*", "[x]")
	f.Fuzz(func(t *testing.T, text, sheet, words string) {
		files := map[string]*source.File{}
		var list []*source.File
		for path, data := range map[string]string{"layouts/pages/p.html": text, "layouts/components/c/c.html": text,
			"layouts/components/c/c.css": sheet, "layouts/strings/en.toml": words} {
			files[path] = source.NewFile(path, []byte(data))
			list = append(list, files[path])
		}
		theme, problems := Parse(list, "en")
		_, more := theme.Shell(aPage())
		for _, p := range append(problems, more...) {
			file := files[p.File] // the positions of words are for package toml to prove
			if file == nil || strings.HasSuffix(p.File, ".toml") {
				continue
			}
			last := file.At(len(file.Bytes()))
			if p.Line < 0 || p.Line > last.Line || p.Line == last.Line && p.Column > last.Column {
				t.Errorf("%s is not in the file: %s", p.Position, p.Message)
			}
		}
	})
}

var styleElement = regexp.MustCompile(`<style>([^<]*)</style>`)

func TestThePolicyHoldsTheHashOfTheStyle(t *testing.T) {
	theme, _ := read(small, "en")
	shell, _ := theme.Shell(smallPage(false, "code", "table"))
	page := string(shell.Splice(nil, []string{"", "", ""}))
	sum := sha256.Sum256([]byte(styleElement.FindStringSubmatch(page)[1]))
	if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(html.UnescapeString(page), want) {
		t.Errorf("no %s in\n%s", want, page)
	}
}

func TestShellsAreSharedByGoroutines(t *testing.T) {
	theme, _ := read(small, "en")
	var group sync.WaitGroup
	made := make([]*Shell, 64)
	for i := range made {
		group.Go(func() {
			made[i], _ = theme.Shell(smallPage(i%2 == 0, [][]string{nil, {"code"}, {"table"}, {"code", "table"}}[i/2%4]...))
			_, _ = theme.Fragment("cite", []Slot{{"Number", false}, {"ID", i%4 == 0}}, nil)
			made[i].Splice(nil, []string{"a", "b", "c"})
		})
	}
	group.Wait()
	for i := range made {
		if made[i] != made[i%8] {
			t.Errorf("shell %d was made twice", i)
		}
		if i > 0 && i < 8 && made[i] == made[i-1] {
			t.Errorf("shell %d is that of other flags", i)
		}
	}
}

func TestSplicingAllocatesForThePageOnly(t *testing.T) {
	shell, args := bigPage()
	dst := make([]byte, 0, 64<<10)
	if n := testing.AllocsPerRun(100, func() { dst = shell.Splice(dst[:0], args) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// bigPage is about what a chapter is: 12 KB, half of it style, and thirty slots.
func bigPage() (*Shell, []string) {
	var text strings.Builder
	text.WriteString("-- strings/en.toml --\n-- styles/base.css --\n")
	for i := range 130 {
		fmt.Fprintf(&text, ".c%d { margin: %dpx auto; color: red }\n", i, i+1)
	}
	text.WriteString("-- pages/p.html --\n<!doctype html><title>{{.S0}}</title><style>{{.Style}}</style>\n")
	var slots []Slot
	var args []string
	for i := range 28 {
		fmt.Fprintf(&text, "<p class=\"item\"><a href=\"{{.S%d}}\">{{.S%d}}</a></p>\n", i, i)
		slots = append(slots, Slot{fmt.Sprintf("S%d", i), false})
		args = append(args, "../practise/saying-no.html")
	}
	text.WriteString("<main>{{.Body}}</main>\n")
	slots, args = append(slots, Slot{"Body", true}), append(args, strings.Repeat("<p>A paragraph of text.</p>\n", 170))
	theme, problems := read(text.String(), "en")
	shell, more := theme.Shell(Page{Template: "p", Slots: slots})
	if len(problems)+len(more) > 0 {
		panic(report(append(problems, more...)))
	}
	return shell, args
}

func BenchmarkSplice(b *testing.B) {
	shell, args := bigPage()
	var dst []byte
	for b.Loop() {
		for range 1000 {
			dst = shell.Splice(dst[:0], args)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/page")
	b.ReportMetric(float64(len(dst)), "B/page")
}

// BenchmarkShell asks for a shell that is there already, as each page does.
func BenchmarkShell(b *testing.B) {
	theme, _ := read(small, "en")
	page := smallPage(true, "code", "table")
	for _, name := range strings.Fields("Description Part Edit Help Glossary References Previous Toc Sources Checked Sensitive Body Links Feed") {
		page.Has[name] = true
	}
	b.ReportAllocs()
	for b.Loop() {
		theme.Shell(page)
	}
}

// BenchmarkNewShell makes one for flags that were not asked for before: three runs of html/template.
func BenchmarkNewShell(b *testing.B) {
	theme, _ := read(small, "en")
	page := smallPage(true)
	n := 0
	for b.Loop() {
		n++
		page.Site.Title = fmt.Sprint(n)
		theme.Shell(page)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		read(small, "en")
	}
}
