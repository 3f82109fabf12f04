package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/chromedp/chromedp/kb"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

// The search of this repository's guide, in the browser, with the script that readers get.
func TestSearch(t *testing.T) {
	t.Parallel()
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
	t.Run("anything", func(t *testing.T) { testAnything(t, p.in(t)) })
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
	// Whoever is quick has typed the last letter and gone down before the search for it was due, which is after 60 ms.
	p.do(input + `.value = 'trust'; ` + input + `.dispatchEvent(new Event('input')); ` + input + `.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', cancelable: true}))`)
	p.wait(`new Promise(done => setTimeout(done, 200))`)
	p.must(input+`.getAttribute('aria-activedescendant') == '_result-0'`, "what was chosen in haste is lost")
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

// testAnything looks for what nobody would. It is the fuzz test of the query, whose parser is a script: the same two thousand each time,
// or other ones with SEARCH_SEED.
func testAnything(t *testing.T, p *tab) {
	seed, _ := strconv.ParseUint(os.Getenv("SEARCH_SEED"), 10, 64)
	random := rand.New(rand.NewPCG(seed, 5))
	pieces := []string{
		"boundary", "saying no", "the", "a", "", " ", "\t", "\n", "\u00a0", "\u200b", "\u202e", "\u0301", "ﬃ", "İ", "ß", "ſ", "Å", "心", "り", "ا", "\U0001F600", "\uFFFD", "\uFFFF",
		"__proto__", "constructor", "toString", "hasOwnProperty", "then", "length", "0", "-1", "NaN", "1e999",
		"<img src=x onerror=hacked=1>", "</mark>", "&lt;", "${hacked=1}", "{{.}}", "\"", "'", "`", "\\", "\\u0041", "\\p{L}", "(", ")", "[", "]", "{", "}", "*", "+", "?", ".", "^", "$", "|", "/", "(a+)+$", "[^", "(?<", "--", "#", "%", "%00", "\x00",
		strings.Repeat("a", 5000), strings.Repeat("ab ", 1000), strings.Repeat("\u0301", 500),
	}
	var queries []string
	for range 2000 {
		var query strings.Builder
		for range 1 + random.IntN(6) {
			piece := pieces[random.IntN(len(pieces))]
			if random.IntN(4) == 0 && len(piece) > 1 {
				piece = strings.ToValidUTF8(piece[:random.IntN(len(piece))], "")
			}
			query.WriteString(piece)
			if random.IntN(2) == 0 {
				query.WriteByte(' ')
			}
		}
		queries = append(queries, query.String())
	}
	data, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Faults  []string
		Slowest float64
		Of      string
		Results int
	}
	p.eval(`(() => {
		const all = {Faults: [], Slowest: 0, Of: '', Results: 0}
		for (const query of `+string(data)+`) {
			const start = performance.now()
			try {
				const {results, marks} = findInGuide(query)
				if (!Array.isArray(results) || !results.every(doc => typeof doc.page == 'string') || !(marks instanceof Set)) all.Faults.push(query.slice(0, 100) + ' has no results')
				all.Results += results.length
			} catch (error) { all.Faults.push(query.slice(0, 100) + ': ' + error) }
			let took = performance.now() - start
			for (let again = 0; took > 500 && again < 3; again++) { // a busy machine stops whom it likes, but not each time
				const start = performance.now()
				findInGuide(query)
				took = Math.min(took, performance.now() - start)
			}
			if (took > all.Slowest) { all.Slowest = took; all.Of = query.slice(0, 100) }
		}
		return all
	})()`, &found)
	for _, fault := range found.Faults {
		t.Error(fault)
	}
	t.Logf("%d results; the slowest query took %.1f ms: %q", found.Results, found.Slowest, found.Of)
	if found.Slowest > 2000 || found.Results < 1000 {
		t.Errorf("%d results; the slowest query took %.1f ms: %q", found.Results, found.Slowest, found.Of)
	}
	p.do(`document.querySelector('.search').focus(); dispatchEvent(new KeyboardEvent('keydown', {key: 'k', ctrlKey: true, cancelable: true}))`)
	for _, query := range queries[:60] {
		p.eval(`(() => { const field = document.getElementById('_search'); field.value = `+strconv.Quote(strings.ToValidUTF8(strings.Map(printing, query), ""))+`; field.dispatchEvent(new Event('input', {bubbles: true})); return 1 })()`, new(int))
		p.wait(`new Promise(done => setTimeout(done, 5))`)
		p.must(`typeof hacked == 'undefined' && !document.querySelector('.search-box :is(img, script, svg, iframe, [onerror])')`, "what was looked for became a part of the page: "+query)
	}
	p.press(kb.Escape)
	p.report()
}

// printing leaves out what Go and JavaScript write in different ways.
func printing(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return ' '
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
