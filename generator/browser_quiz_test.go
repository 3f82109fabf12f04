package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// testQuizzes answers the questions of a small guide as readers do. What the tests know of the page is what a reader
// knows: what has the focus, what can be seen, what is said.
func testQuizzes(t *testing.T, p *tab) {
	files := builtFromArchive(t, "testdata/browser/quiz.txtar")
	server := httptest.NewServer(serve.Site(files, "/"))
	defer server.Close()
	base := server.URL + "/"
	run := func(name, page string, test func(p *tab)) {
		t.Run(name, func(t *testing.T) {
			p := p.in(t)
			defer p.report()
			p.size(320)
			p.open(base, page)
			p.steady()
			test(p)
			p.fits(320)
		})
	}
	run("a question by keyboard", "questions.html", (*tab).answersByKeyboard)
	run("several answers", "questions.html", (*tab).answersSeveral)
	run("the reflection by keyboard", "reflection.html", (*tab).reflectsByKeyboard)
	run("safety comes instead of all else", "reflection.html", (*tab).stops)
	run("scores are those of the program", "reflection.html", (*tab).scores)
	run("nothing is kept", "reflection.html", (*tab).keepsNothing)
	run("Back shows a fresh form", "reflection.html", func(p *tab) { p.goesBack(true); p.goesBack(false) })
	run("on paper", "reflection.html", (*tab).printsReflection)
	run("what is spoken", "questions.html", (*tab).spokenQuestion)
	run("what the reflection speaks", "reflection.html", (*tab).spokenReflection)
	for _, mode := range []params{{"name": "prefers-reduced-motion", "value": "reduce"}, {"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}} {
		run(fmt.Sprint("with ", mode["name"]), "questions.html", func(p *tab) {
			p.call("Emulation.setEmulatedMedia", params{"features": []params{mode}}, nil)
			p.answersByKeyboard()
			p.call("Emulation.setEmulatedMedia", params{"features": []params{}}, nil)
		})
	}
	t.Run("without scripts", func(t *testing.T) {
		p.in(t).withoutScripts(func() {
			p := p.in(t)
			defer p.report()
			p.open(base, "questions.html")
			p.must(`document.querySelectorAll('.quiz input').length == 6 && document.querySelectorAll('form [type=submit]').length == 0`, "the question is no form without buttons")
			p.must(`document.querySelector('.quiz summary').checkVisibility()`, "the answers cannot be looked up")
			p.open(base, "reflection.html")
			p.must(`document.querySelectorAll('.step input').length == 2 * 4 * 6`, "the safety questions can be marked, or items cannot")
			p.must(`document.querySelector('.safety-stop a').checkVisibility() && document.querySelector('.safety-list').innerText.includes('afraid')`,
				"the way to help does not stand in their place")
			p.must(`[...document.querySelectorAll('.points')].every(e => e.checkVisibility())`, "the points are not shown")
		})
	})
}

// testOneFile answers them in the edition that is one file, opened from a folder that holds nothing else.
func testOneFile(t *testing.T, p *tab) {
	folder := t.TempDir()
	for _, f := range builtFromArchive(t, "testdata/browser/quiz.txtar") {
		if f.Path == "test.html" {
			writeFolder(t, folder, []book.File{f})
		}
	}
	for name, test := range map[string]func(p *tab){
		"a question by keyboard": (*tab).answersByKeyboard, "several answers": (*tab).answersSeveral,
		"scores are those of the program": (*tab).scores, "nothing is kept": (*tab).keepsNothing,
		"search": (*tab).searchesWithin,
	} {
		t.Run(name, func(t *testing.T) {
			p := p.in(t)
			defer p.report()
			p.size(320)
			p.open("file://"+filepath.ToSlash(folder)+"/", "test.html")
			p.steady()
			test(p)
			p.fits(320)
		})
	}
	t.Run("without scripts", func(t *testing.T) {
		p.in(t).withoutScripts(func() {
			p := p.in(t)
			defer p.report()
			p.open("file://"+filepath.ToSlash(folder)+"/", "test.html")
			p.must(`!document.querySelector('.search').checkVisibility() && !document.querySelector('.search-box')`, "something is shown of the search")
			p.must(`document.querySelector('.quiz summary').checkVisibility()`, "the answers cannot be looked up")
		})
	})
}

// searchesWithin looks for a word in the file itself, with a slip, and goes where it stands. Nothing is left of the word.
func (p *tab) searchesWithin() {
	p.do(`window.used = []
		for (const [object, names] of [[Storage.prototype, ['setItem', 'getItem']], [history, ['pushState', 'replaceState']], [window, ['fetch', 'open']], [XMLHttpRequest.prototype, ['open']]])
			for (const name of names) { const was = object[name]; object[name] = function (...all) { used.push(name); return was.apply(this, all) } }`)
	p.must(`document.querySelector('.search').checkVisibility()`, "there is no way to the search")
	for _, key := range []string{"ctrlKey", "metaKey"} {
		p.do(`dispatchEvent(new KeyboardEvent('keydown', {key: 'k', ` + key + `: true, cancelable: true}))`)
		p.must(`document.activeElement.id == '_search'`, key+" and K do not open the search")
		p.press(kb.Escape)
		p.must(`!document.querySelector('.search-box').matches(':popover-open')`, "the box does not close by Esc")
	}
	p.do(`document.querySelector('.search').focus()`)
	p.press(kb.Enter)
	for _, key := range "clibming" {
		p.press(string(key))
	}
	p.until(`!!document.querySelector('[role=option]')`)
	p.must(`[...document.querySelectorAll('[role=option]')].every(a => document.getElementById(decodeURIComponent(a.hash.slice(1))))`, "a result leads nowhere")
	p.fits(320)
	p.press(kb.ArrowDown)
	p.focusIsSeen()
	p.press(kb.Enter)
	p.until(`location.hash == '#questions'`)
	p.must(`!document.querySelector('.search-box').matches(':popover-open') && document.getElementById('_search').value == ''`, "the box stays, or what was looked for")
	p.until(`(top => top >= document.querySelector('.header').getBoundingClientRect().bottom && top < innerHeight)(document.getElementById('questions').querySelector('h1').getBoundingClientRect().top)`)
	p.must(`used.length == 0 && !location.search && localStorage.length + sessionStorage.length == 0`, "what was looked for left a trace")
	p.press(kb.Tab)
	p.must(`!!document.activeElement.closest('[id="questions"]')`, "reading does not go on where the result is")
}

// builtFromArchive builds a small guide with the layouts of this repository.
func builtFromArchive(t *testing.T, name string) []book.File {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for _, f := range archive.Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	result := build.New(new(guide).options()).Build(source.NewTree(files).Over(builtIn()))
	if errors, _ := diag.Count(result.Problems); errors > 0 {
		t.Fatalf("the guide has errors: %v", result.Problems)
	}
	return result.Files
}

// focused wants the focus on what the selector names.
func (p *tab) focused(selector, fault string) {
	p.t.Helper()
	p.must(fmt.Sprintf(`document.activeElement == document.querySelector(%q)`, selector), fault)
	p.focusIsSeen()
}

// says wants words in what a selector names, as a reader sees it.
func (p *tab) says(selector, words string) {
	p.t.Helper()
	var text string
	p.eval(fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ''`, selector), &text)
	if !strings.Contains(text, words) {
		p.fault("%s says %q, and not %q", selector, text, words)
	}
}

func (p *tab) answersByKeyboard() {
	const first = "[id$=friday] "
	p.do(`document.querySelector('[id$=friday] input').focus()`)
	p.press(kb.Tab)
	p.focused(first+"button[type=submit]", "the button does not follow the choices")
	p.press(kb.Enter)
	p.says(first+".quiz-error", "Choose an answer first.")
	p.focused(first+"input", "the focus is not on the first choice after an error")
	p.press(" ")
	p.press(kb.Tab)
	p.press(kb.Enter)
	p.focused(first+".quiz-result", "the focus is not on the feedback")
	for _, words := range []string{"Not quite.", "A: does not fit", "Your answer", "the no is hidden", "B: fits", "It says what is true."} {
		p.says(first+".quiz-result", words)
	}
	p.must(`!document.querySelector('[id$=friday] .quiz-result').innerText.includes('a verdict')`, "feedback is shown that nobody asked for")
	p.says(first+"[role=status]", "1 of 2 answered in this chapter.")
	p.press(kb.Tab)
	p.must(`!!document.activeElement.closest('.quiz-result')`, "the links of the feedback do not follow it") // a source's mark
	p.press(kb.Tab)
	p.focused(first+"[type=reset]", "trying again does not follow the feedback")
	p.press(kb.Enter)
	p.focused(first+"input", "trying again does not begin at the first choice")
	p.must(`!document.querySelector('[id$=friday] :checked') && document.querySelector('[id$=friday] .quiz-result').hidden`, "trying again leaves what was there")
	p.press(kb.ArrowDown)
	p.press(kb.Tab)
	p.press(kb.Enter)
	p.says(first+".quiz-result", "Yes, that fits.")
	p.must(`document.querySelector('[id$=friday] .quiz-result').innerText.split('fits').length == 3`, "a right answer shows others too")
}

func (p *tab) answersSeveral() {
	choose := func(want string, which ...int) {
		p.do(`document.querySelector('[id$=limits] [type=reset]').click()`)
		for _, i := range which {
			p.do(fmt.Sprintf(`document.querySelectorAll('[id$=limits] input')[%d].click()`, i))
		}
		p.do(`document.querySelector('[id$=limits] [type=submit]').click()`)
		p.says("[id$=limits] .quiz-said", want)
	}
	choose("In part.", 0)
	choose("In part.", 0, 1, 2)
	choose("Not quite.", 1)
	choose("Yes, that fits.", 0, 2)
	p.do(`document.querySelectorAll('[id$=limits] input')[1].click()`)
	p.must(`document.querySelector('[id$=limits] .quiz-result').hidden && !document.querySelector('[id$=limits] [type=submit]').hidden`, "the feedback stays when the answer changes")
}

// pick chooses the options with the indices in a step, one for each question; -1 chooses none.
func (p *tab) pick(step int, options ...int) {
	p.t.Helper()
	p.do(fmt.Sprintf(`[...document.querySelectorAll('.step')[%d].querySelectorAll('fieldset')].forEach((q, i) => q.querySelectorAll('input')[[%s][i]]?.click())`,
		step, strings.Trim(strings.Join(strings.Fields(fmt.Sprint(options)), ","), "[]")))
}

func (p *tab) goOn() { p.do(`document.querySelector('.reflection > .buttons [type=submit]').click()`) }

// reflectsByKeyboard goes from the start to the result with Tab, the space bar, arrows and Enter.
func (p *tab) reflectsByKeyboard() {
	p.must(`[...document.querySelectorAll('.step')].filter(step => step.checkVisibility()).length == 1`, "more than one step is shown")
	p.do(`document.querySelector('.step fieldset input').focus()`)
	p.press(kb.ArrowDown) // no
	p.press(kb.Tab)
	p.press(kb.Tab)
	p.press(kb.Enter)
	p.focused(".errors", "an unanswered question is not told")
	p.says(".errors", "They looked through my messages.")
	p.press(kb.Tab)
	p.press(kb.Enter)
	p.must(`document.activeElement == document.querySelectorAll('.step fieldset')[1].querySelector('input')`, "the error does not lead to the question")
	p.focusIsSeen()
	p.press(kb.ArrowUp) // round to skip
	p.press(kb.Tab)
	p.press(kb.Enter)
	for step, name := range []string{"Leaning both ways", "Saying what I want"} {
		p.must(fmt.Sprintf(`document.activeElement == document.querySelectorAll('.step h3')[%d]`, step+1), "the focus is not on the heading of the step")
		p.focusIsSeen()
		p.must(fmt.Sprintf(`document.activeElement.innerText == 'Step %d of 3: %s' && document.title.startsWith('Step %d of 3 · Some questions')`, step+2, name, step+2),
			"heading and title do not tell where one is")
		for range 4 {
			p.press(kb.Tab)
			p.press(" ")
			p.focusIsSeen()
			for range 2 {
				p.press(kb.ArrowDown)
			}
		}
		p.press(kb.Tab)
		p.must(`document.activeElement.innerText == 'Back'`, "Back does not follow the questions")
		p.press(kb.Tab)
		p.press(kb.Enter)
	}
	p.focused(".result h3", "the focus is not on the result")
	p.must(`document.title == 'Some questions'`, "the title tells that there is a result")
	p.says(".result", "Some weeks went both ways")
	p.says(".result table", "3.0")
	p.must(`[...document.querySelectorAll('.result .try')].filter(e => e.checkVisibility()).length == 1`,
		"not exactly one thing to try is shown")
	p.must(`document.querySelector('.strength')?.innerText == ''`, "3.0 is called a strength")
	p.do(`document.querySelector('.result [data-back]').click()`)
	p.must(`document.querySelectorAll('.step')[2].checkVisibility() && document.querySelectorAll('.step')[2].querySelectorAll(':checked').length == 4`, "Back loses the answers")
	p.goOn()
	p.do(`document.querySelector('.result [type=reset]').click()`)
	p.wait(`new Promise(done => setTimeout(done, 20))`)
	p.must(`!document.querySelector('.reflection :checked') && document.activeElement == document.querySelector('.step h3')`, "starting again does not start again")
}

func (p *tab) stops() {
	p.pick(0, 1, 0)
	p.goOn()
	p.focused(".safety-result h3", "the focus is not on the safety result")
	p.says(".safety-result", "It is not your fault.")
	p.says(".safety-result a", "Help")
	p.must(`![...document.querySelectorAll('.step, .result, .reflection > .buttons, .pager')].some(e => e.checkVisibility())`, "something else is shown beside the safety result")
	p.must(`!document.querySelector('.reflection :checked')`, "what was answered is still there")
	p.must(`document.title == 'Some questions' && location.hash == '' && location.search == ''`, "title or address tell of the safety result")
	p.call("Emulation.setEmulatedMedia", params{"media": "print"}, nil)
	p.must(`!document.querySelector('.safety-result').checkVisibility() && !document.querySelector('.safety').checkVisibility()`, "a printout tells of the safety questions")
	p.must(`document.querySelectorAll('.step')[1].checkVisibility()`, "the form for paper is not printed")
	p.call("Emulation.setEmulatedMedia", params{"media": ""}, nil)
}

// scores holds the browser to the arithmetic of package quiz: answers to "Saying what I want", whose second item is
// reversed; 0 is a skip.
func (p *tab) scores() {
	d := quiz.Dimension{Items: []quiz.Item{{}, {Reverse: true}, {}, {}}, Bands: []quiz.Band{{Upto: 22}, {Upto: 36}, {Upto: 50}}}
	texts := []string{"Words were hard to find", "Sometimes the words came", "You often said"}
	for _, answers := range [][4]int{
		{1, 1, 1, 1}, {5, 5, 5, 5}, {1, 5, 1, 1}, {5, 1, 5, 5}, {1, 5, 1, 5}, {0, 0, 0, 0}, {5, 1, 0, 0}, {5, 1, 5, 0}, {2, 4, 2, 3},
		{3, 5, 3, 2}, {0, 4, 2, 2}, {0, 2, 4, 3}, {4, 3, 4, 3}, {3, 1, 3, 3}, {2, 4, 2, 0}, {4, 2, 3, 0},
	} {
		sum, n := 0, 0
		var options []int
		for i, a := range answers {
			options = append(options, (a+5)%6) // Skip stands behind the five
			if a > 0 {
				sum, n = sum+d.Items[i].Points(a-1), n+1
			}
		}
		p.do(`document.querySelector('.reflection').reset()`)
		p.pick(0, 1, 1)
		p.goOn()
		p.pick(1, 5, 5, 5, 5)
		p.goOn()
		p.pick(2, options...)
		p.goOn()
		if n < 3 {
			p.says(".score:last-of-type", "Not enough answers")
			p.must(`document.querySelectorAll('.result tbody tr').length == 0`, "too few answers give a number")
			continue
		}
		tenths := quiz.Tenths(sum, n)
		p.says(".score:last-of-type", texts[d.Band(tenths)])
		p.says(".result tbody", fmt.Sprintf("%d.%d", tenths/10, tenths%10))
		p.must(fmt.Sprintf(`!!document.querySelector('.strength').innerText == %v`, tenths >= 35), fmt.Sprintf("%v: the strength is not told from 3.5 on", answers))
	}
}

// keepsNothing watches all that a page could use to remember or to send.
func (p *tab) keepsNothing() {
	p.do(`window.used = []
		for (const [object, names] of [[Storage.prototype, ['setItem', 'getItem']], [history, ['pushState', 'replaceState']], [IDBFactory.prototype, ['open']],
			[CacheStorage.prototype, ['open']], [window, ['fetch', 'open']], [XMLHttpRequest.prototype, ['open']], [Navigator.prototype, ['sendBeacon']]])
			for (const name of names) { const was = object[name]; object[name] = function (...all) { used.push(name); return was.apply(this, all) } }
		window.before = [location.href, history.length, performance.getEntriesByType('resource').length].join()`)
	p.pick(0, 1, 2)
	p.goOn()
	p.pick(1, 4, 4, 1, 3)
	p.goOn()
	p.pick(2, 0, 3, 5, 1)
	p.goOn()
	p.says(".result", "Your answers in words")
	p.must(`used.length == 0 && document.cookie == ''`, "something is stored or sent")
	p.must(`[location.href, history.length, performance.getEntriesByType('resource').length].join() == before`, "the address, the history or the network saw something")
}

// goesBack leaves a form that is filled in and comes back to it, from the browser's memory or without.
func (p *tab) goesBack(kept bool) {
	address := p.address
	p.pick(0, 1, 1)
	p.goOn()
	p.pick(1, 4, 4, 4, 4)
	if !kept {
		p.do(`addEventListener('unload', () => {})`)
	}
	p.do(`window.old = true`)
	p.do(`location.href = 'questions.html'`)
	p.until(`location.pathname.endsWith('questions.html') && document.readyState == 'complete'`)
	p.do(`history.back()`)
	p.until(`location.pathname.endsWith('reflection.html') && document.readyState == 'complete' && !!document.querySelector('.live')`)
	p.must(fmt.Sprintf(`!!window.old == %v`, kept), fmt.Sprintf("the browser was to keep the page: %v", kept))
	p.must(`!document.querySelector('.reflection :checked') && document.querySelector('.step').checkVisibility()`, "Back shows what was answered")
	p.address = address
}

func (p *tab) printsReflection() {
	p.call("Emulation.setEmulatedMedia", params{"media": "print"}, nil)
	p.must(`!document.querySelector('.safety').checkVisibility()`, "the paper form has the safety questions")
	p.must(`[...document.querySelectorAll('.step:not(.safety) .choice, .points, .sums')].every(e => e.checkVisibility())`, "the paper form is not whole")
	p.must(`![...document.querySelectorAll('button')].some(e => e.checkVisibility())`, "there are buttons on paper")
	p.call("Emulation.setEmulatedMedia", params{"media": ""}, nil)
	var pdf struct {
		Data []byte `json:"data"`
	}
	p.call("Page.printToPDF", params{}, &pdf)
	if len(pdf.Data) < 5000 || string(pdf.Data[:5]) != "%PDF-" {
		p.fault("the page cannot be printed")
	}
	p.pick(0, 1, 1)
	p.goOn()
	p.pick(1, 4, 4, 1, 4)
	p.goOn()
	p.pick(2, 0, 3, 5, 1)
	p.goOn()
	p.call("Emulation.setEmulatedMedia", params{"media": "print"}, nil)
	p.must(`document.querySelector('.result table').checkVisibility() && ![...document.querySelectorAll('.step')].some(e => e.checkVisibility())`,
		"after the answers, not the result alone is printed")
	p.must(`[...document.querySelectorAll('[data-upto]')].filter(e => e.checkVisibility()).length == 2`, "other texts than the result's are printed")
	p.call("Emulation.setEmulatedMedia", params{"media": ""}, nil)
}

func (p *tab) spokenQuestion() {
	p.spoken("question", "[id$=friday]")
	p.do(`document.querySelector('[id$=friday] [type=submit]').click()`)
	p.spoken("question-error", "[id$=friday]")
	p.do(`document.querySelector('[id$=friday] input').click(); document.querySelector('[id$=friday] [type=submit]').click()`)
	p.spoken("question-answered", "[id$=friday]")
}

func (p *tab) spokenReflection() {
	p.spoken("reflection-safety", ".reflection")
	p.goOn()
	p.spoken("reflection-error", ".reflection")
	p.pick(0, 1, 1)
	p.goOn()
	p.pick(1, 4, 4, 1, 4)
	p.goOn()
	p.pick(2, 0, 3, 5, 1)
	p.goOn()
	p.spoken("reflection-result", ".reflection")
}

// spoken compares the accessibility tree below an element with what testdata/browser expects.
func (p *tab) spoken(name, selector string) {
	p.t.Helper()
	got := p.tree(selector)
	file := "testdata/browser/" + name + ".tree"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		p.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		p.fault("%s (-want +got):\n%s", name, diff)
	}
}
