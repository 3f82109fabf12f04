package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

// The search of this repository's guide, in the browser, with the script that readers get.
func TestSearch(t *testing.T) {
	p := openBrowser(t)
	guide := builtForBrowser(t)
	server := httptest.NewServer(serve.Site(guide, "/"))
	defer server.Close()
	p = p.in(t)
	p.size(360)
	p.open(server.URL+"/", "more/help.html")
	p.must(`![...document.scripts].some(s => /search-(box|index)/.test(s.src))`, "the index is loaded unasked")
	p.searchByKeyboard()
	p.report()
	t.Run("results", func(t *testing.T) { testResults(t, p.in(t), guide) })
	t.Run("scripts", func(t *testing.T) { testOtherScripts(t, p.in(t)) })
	t.Run("weight", func(t *testing.T) { testScriptWeight(t, guide) })
}

// searchByKeyboard opens the box by Ctrl-K, looks for a word with a slip in it, and closes the box by Esc.
func (p *tab) searchByKeyboard() {
	const box, input = `document.querySelector('.search-box')`, `document.activeElement`
	p.do(`document.querySelector('.search').focus(); dispatchEvent(new KeyboardEvent('keydown', {key: 'k', ctrlKey: true, cancelable: true}))`)
	p.wait(`new Promise(done => { const look = () => window.findInGuide && ` + input + `.id == '_search' ? done() : setTimeout(look, 20); look() })`)
	p.must(input+`.getAttribute('role') == 'combobox' && `+input+`.getAttribute('aria-expanded') == 'false'`, "the field is no combobox")
	p.must(`getComputedStyle(`+box+`).position == 'fixed'`, "the box has no style")
	for _, key := range "boundry" {
		p.press(string(key))
	}
	p.wait(`new Promise(done => { const look = () => document.querySelector('[role=option]') ? done() : setTimeout(look, 20); look() })`)
	p.must(input+`.getAttribute('aria-expanded') == 'true'`, "the field does not say that there are results")
	p.must(`/\d/.test(`+box+`.querySelector('[role=status]').textContent)`, "nobody says how many results there are")
	p.must(box+`.querySelector('mark') != null`, "no word is marked")
	p.fits(360)
	p.must(`document.elementFromPoint(180, 20).closest('.leave') != null`, "the box lies over the link to leave")
	p.press(kb.ArrowDown)
	p.must(`document.getElementById(`+input+`.getAttribute('aria-activedescendant'))?.getAttribute('aria-selected') == 'true'`, "no result is chosen")
	p.focusIsSeen()
	p.press(kb.Escape)
	p.must(`!`+box+`.matches(':popover-open')`, "the box does not close by Esc")
	p.must(`document.activeElement.matches('.search')`, "the focus does not go back")
	p.must(`document.getElementById('_search').value == '' && !document.querySelector('[role=option]')`, "what was looked for stays")
	p.must(`!location.search && !location.hash && localStorage.length + sessionStorage.length == 0`, "what was looked for left a trace")
}

// testResults wants the mean of 1/rank of the first page that is right to be 0.9 or more.
func testResults(t *testing.T, p *tab, guide []book.File) {
	const wanted = 0.9
	data, err := os.ReadFile("testdata/search/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, f := range guide {
		written[f.Path] = true
	}
	sum, queries := 0.0, 0
	for line := range strings.Lines(string(data)) {
		query, right, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || strings.HasPrefix(query, "#") {
			continue
		}
		pages := strings.Fields(right)
		if !slices.ContainsFunc(pages, func(page string) bool { return written[page] }) {
			t.Errorf("%q: the guide has no page of %s", query, right)
			continue
		}
		var found []string
		p.eval(`findInGuide(`+strconv.Quote(query)+`).results.map(doc => doc.page)`, &found)
		queries++
		for i, page := range found {
			if slices.Contains(pages, page) {
				sum += 1 / float64(i+1)
				if i == 0 {
					found = nil
				}
				break
			}
		}
		if found != nil {
			t.Logf("%q: wanted %s first, found %s", query, right, strings.Join(found, " "))
		}
	}
	score := sum / float64(queries)
	t.Logf("%d queries, mean reciprocal rank %.3f", queries, score)
	if score < wanted {
		t.Errorf("the mean reciprocal rank is %.3f, less than %.1f", score, wanted)
	}
}

// testOtherScripts gives the search sections of its own, since the guide is in English.
func testOtherScripts(t *testing.T, p *tab) {
	defer p.report()
	p.do(`guideIndex([["x.html", "相互依存", [], "", ["", "", "二人は互いに支え合う。"]], ["y.html", "Ευτυχία", [], "", ["", "", "Η αγάπη θέλει δύο"]],
		["z.html", "אהבה", [], "", ["", "", "שני אנשים ביחד"]], ["w.html", "हिन्दी", [], "", ["", "", "प्रेम और विश्वास"]]])`)
	for query, page := range map[string]string{
		"依存": "x.html", "支え": "x.html", "ευτυχια": "y.html", "ΑΓΆΠΗ": "y.html", "אהבה": "z.html", "विश्वास": "w.html",
	} {
		var found []string
		p.eval(`findInGuide(`+strconv.Quote(query)+`).results.map(doc => doc.page)`, &found)
		if len(found) == 0 || found[0] != page {
			t.Errorf("%q: wanted %s first, found %q", query, page, found)
		}
	}
}

// testScriptWeight adds up what a page loads unasked, and what a first query loads.
func testScriptWeight(t *testing.T, guide []book.File) {
	const unasked, withQuiz, query = 4 << 10, 7 << 10, 60 << 10
	scripts, first := map[string]int{}, 0
	for _, f := range guide {
		if strings.HasSuffix(f.Path, ".js") {
			scripts[f.Path] = check.Gzipped(f.Data)
		}
	}
	first = scripts["assets/search-box.js"] + scripts["assets/search-index.js"]
	t.Logf("a first query costs %d bytes", first)
	if first > query || first < 1000 {
		t.Errorf("a first query costs %d bytes, of %d at most", first, query)
	}
	for _, f := range guide {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		sum, limit := 0, unasked
		for path, size := range scripts {
			if bytes.Contains(f.Data, []byte(path+`"></script>`)) {
				sum += size
				if strings.Contains(path, "quiz") || strings.Contains(path, "reflection") {
					limit = withQuiz
				}
			}
		}
		if sum > limit {
			t.Errorf("%s loads %d bytes of scripts, of %d at most", f.Path, sum, limit)
		}
	}
}
