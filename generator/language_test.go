package main

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

const inHebrew = `
-- site.toml --
title = "זה לצד זה"
language = "he"
[[part]]
title = "להבין"
chapters = ["a.md", "b.md"]
-- content/a.md --
# ביחד ולחוד

אמרה: "אני כאן", וחייכה.

> [!TIP]
> לדבר לאט, ואז להקשיב.

## למה זה חשוב

- אחד
- שתיים

## מה אפשר לנסות

עוד מעט טקסט בעמוד הזה.
-- content/b.md --
# הפרק הבא

עוד טקסט.
`

const inGerman = `
-- site.toml --
title = "Seite an Seite"
language = "de"
[[part]]
title = "Verstehen"
chapters = ["a.md"]
-- content/a.md --
# Füreinander

Sie sagte: "Ich bin da."
`

// translated builds a guide with the words of testdata/languages. It wants one warning for each word that is not there.
func translated(t *testing.T, language, archive string) []book.File {
	words, err := os.ReadFile("testdata/languages/" + language + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	files := []*source.File{source.NewFile("layouts/strings/"+language+".toml", words)}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	result := build.New((&guide{}).options()).Build(source.NewTree(files).Over(builtIn()))
	missing := 0
	for _, p := range result.Problems {
		if p.Rule != "missing-string" {
			t.Error(p)
		}
		missing++
	}
	english, err := os.ReadFile("../layouts/strings/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Count(string(english), " = ") - strings.Count(string(words), " = "); missing != want {
		t.Errorf("%s: %d words are said to be missing, and %d are", language, missing, want)
	}
	return result.Files
}

func TestGermanHasItsWordsAndQuotes(t *testing.T) {
	for _, f := range translated(t, "de", inGerman) {
		if f.Path == "a.html" {
			for _, want := range []string{`lang="de" dir="ltr"`, "Sie sagte: „Ich bin da.“", ">A bis Z</a>", "Zum Text", "Etwa 1 Minuten zu lesen"} {
				if !strings.Contains(string(f.Data), want) {
					t.Errorf("%q is not in the page", want)
				}
			}
		}
	}
}

func TestHebrewRunsFromRightToLeft(t *testing.T) {
	t.Parallel()
	files := translated(t, "he", inHebrew)
	p := openBrowser(t)
	server := httptest.NewServer(serve.Site(files, "/"))
	defer server.Close()
	defer p.report()
	for _, width := range []int64{320, 768, 1440} {
		p.size(width)
		p.open(server.URL+"/", "a.html")
		p.steady()
		p.fits(width)
	}
	p.must(`document.documentElement.dir == 'rtl'`, "the page does not say its direction")
	p.must(`document.querySelector('.nav').getBoundingClientRect().left > document.querySelector('.prose').getBoundingClientRect().right`, "the navigation is not on the right")
	p.must(`document.querySelector('.toc').getBoundingClientRect().right < document.querySelector('.prose').getBoundingClientRect().left`, "the contents are not on the left")
	p.must(`new DOMMatrix(getComputedStyle(document.querySelector('.pager .arrow')).transform).a == -1`, "the arrow is not mirrored")
	p.must(`parseFloat(getComputedStyle(document.querySelector('.callout')).borderRightWidth) > 2`, "the aside has its line on the wrong side")
	p.must(`document.querySelector('.home').getBoundingClientRect().left > document.querySelector('.search').getBoundingClientRect().left`, "the header is not mirrored")
}
