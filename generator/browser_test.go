package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

// These tests look at the guide of this repository as its readers do: in Chromium, over HTTP and from a folder,
// on phones and desks, by daylight and at night, with the keyboard alone and without JavaScript.

func TestBrowser(t *testing.T) {
	t.Parallel()
	guide := builtForBrowser(t)
	serving := func(prefix string) string {
		server := httptest.NewServer(serve.Site(guide, prefix))
		t.Cleanup(server.Close)
		return server.URL + prefix
	}
	root, nested, folder := serving("/"), serving("/repo/"), t.TempDir()
	writeFolder(t, folder, guide)
	for name, test := range map[string]func(*testing.T, *tab){
		"a planted fault is seen": testEyes, "quizzes": testQuizzes, "one file": testOneFile,
		"keyboard with scripts":    func(t *testing.T, p *tab) { p.testKeyboard(root) },
		"keyboard without scripts": func(t *testing.T, p *tab) { p.withoutScripts(func() { p.testKeyboard(root) }) },
		"leaving":                  func(t *testing.T, p *tab) { testLeaving(t, p, root) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, openBrowser(t))
		})
	}
	inTabs(t, readablePages(guide), func(p *tab, name string) {
		text := p.look(root, name)
		p.lookBriefly(nested, name)
		p.lookBriefly("file://"+filepath.ToSlash(folder)+"/", name)
		p.withoutScripts(func() {
			p.lookBriefly(root, name)
			if p.text() != text {
				p.t.Error("without JavaScript the page says something else")
			}
		})
	})
}

// testEyes shows that what the other tests look for would be found.
func testEyes(t *testing.T, p *tab) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><meta http-equiv="Content-Security-Policy" content="style-src 'none'">
			<title>x</title><p style="color: red">x<img src="/missing.png" alt=""><img src="http://127.0.0.1:1/x.png" alt="">
			<div id="late"></div><p>moved<div>wide</div>
			<script>
				console.error("planted")
				requestAnimationFrame(() => requestAnimationFrame(() => late.style.height = "9rem"))
				document.querySelector("div:last-of-type").style.width = "3000px"
				setTimeout(() => { throw new Error("thrown") })
			</script>`)
	}))
	defer server.Close()
	p.size(1440)
	p.open(server.URL+"/", "")
	p.wait(`new Promise(done => setTimeout(done, 150))`)
	p.steady()
	p.fits(1440)
	for _, fault := range []string{
		"console: error", "thrown", "asks for http://127.0.0.1:1/x.png", "missing.png answers 404",
		"policy: style-src-attr", "shifts by", "1440 px the page is 30",
	} {
		if !strings.Contains(strings.Join(p.faults, "\n"), fault) {
			t.Errorf("nobody saw %q; what was seen:\n%s", fault, strings.Join(p.faults, "\n"))
		}
	}
	p.faults = nil
}

// look opens a page at the widths of a phone and of a desk, looks at it closely, and measures it from a small phone to a
// wall. It returns its text.
func (p *tab) look(base, name string) string {
	defer p.report()
	for _, widths := range [][]int64{{360, 320}, {1440, 768, 1024, 2560}} {
		p.size(widths[0])
		p.open(base, name)
		p.steady()
		if widths[0] == 360 {
			p.firstStops(name)
		}
		for _, width := range widths {
			p.measure(width)
		}
	}
	light := p.ground("light")
	if dark := p.ground("dark"); dark >= light {
		p.fault("the ground is no darker at night (%v) than by day (%v)", dark, light)
	}
	p.ground("light")
	return p.text()
}

// lookBriefly opens a page and listens for errors.
func (p *tab) lookBriefly(base, name string) {
	defer p.report()
	p.size(1440)
	p.open(base, name)
	p.steady()
	p.fits(1440)
}

// firstStops presses Tab twice in a page that was just opened: the first stop is the link to the text, and where a page is
// sensitive the second is the link to leave.
func (p *tab) firstStops(name string) {
	if name == "404.html" { // has no links, since it is shown at any depth
		return
	}
	p.press(kb.Tab)
	p.must(`document.activeElement.matches('.skip')`, "the first stop is not the link to the text")
	p.focusIsSeen()
	p.press(kb.Tab)
	p.must(`!document.documentElement.matches('.sensitive') || document.activeElement.matches('.leave a')`,
		"the second stop is not the link to leave")
	p.focusIsSeen()
}

// testKeyboard goes through a chapter and a sensitive page without a mouse, on a phone.
func (p *tab) testKeyboard(base string) {
	const chapter, sensitive = "practise/saying-no.html", "more/help.html"
	defer p.report()
	p.size(360)
	p.open(base, chapter)
	p.menuOpens()
	p.popoverOpens(".cite button")
	p.popoverOpens("sup:not(.cite) button")
	p.skips()
	for _, name := range []string{chapter, sensitive} {
		p.open(base, name)
		p.everyStop()
	}
	p.magnified()
	p.open(base, sensitive)
	p.fits(320)
	p.everyStop()
}

func (p *tab) menuOpens() {
	const list = `document.querySelector('.nav .fold + ul')`
	p.must(list+`.getClientRects().length == 0`, "on a phone the menu is not folded")
	p.do(`document.querySelector('.nav summary').focus()`)
	p.press(kb.Enter)
	p.must(list+`.getClientRects().length == 1`, "the menu does not open")
	p.fits(360)
	p.press(kb.Enter)
	p.must(list+`.getClientRects().length == 0`, "the menu does not fold")
}

// popoverOpens opens the note of the first such button, and closes it by Esc, after which the focus is where
// it was.
func (p *tab) popoverOpens(button string) {
	p.do(`window.theButton = document.querySelector('` + button + `'); window.note = theButton.popoverTargetElement; theButton.focus()`)
	p.must(`!note.matches(':popover-open') && note.getClientRects().length == 0`, "a note is open from the start")
	p.press(kb.Enter)
	p.must(`note.matches(':popover-open')`, "a note does not open by Enter")
	p.must(`(b => b.width > 100 && b.left >= 0 && b.right <= innerWidth && b.top >= 0 && b.bottom <= innerHeight)(note.getBoundingClientRect())`,
		"a note does not lie within the window")
	p.press(kb.Tab)
	p.must(`document.activeElement.closest('[popover]') == note`, "Tab does not go into the note")
	p.press(kb.Escape)
	p.must(`!note.matches(':popover-open')`, "a note does not close by Esc")
	p.must(`document.activeElement == theButton`, "the focus does not go back")
}

func (p *tab) skips() {
	p.do(`scrollTo(0, 0); document.querySelector('.skip').focus()`)
	p.press(kb.Enter)
	p.must(`document.activeElement == document.querySelector('main')`, "the link to the text does not lead there")
}

// everyStop goes from the top to the end by Tab: each stop can be seen, and all are reached.
func (p *tab) everyStop() {
	var stops int
	p.eval(`(() => {
		const seen = selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
		return seen('a[href], button, summary, [type=checkbox], [tabindex="0"]').length +
			new Set(seen('[type=radio]').map(e => e.name)).size // a question is one stop; its choices go by arrow keys
	})()`, &stops)
	for range stops {
		p.press(kb.Tab)
		p.focusIsSeen()
	}
	p.press(kb.Tab)
	var more string
	p.eval(`document.activeElement.matches('body, .skip') ? '' : document.activeElement.outerHTML.slice(0, 90)`, &more)
	if more != "" {
		p.fault("Tab goes on after the last stop: %s", more)
	}
}

// focusIsSeen wants a ring of at least two pixels around what has the focus, and no more over it than WCAG 2.2
// allows: some of it shows.
func (p *tab) focusIsSeen() {
	var hidden string
	p.eval(`(() => {
		const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0]
		if (e == document.body) return 'nothing has it'
		const name = e.tagName + ' "' + e.textContent.trim().slice(0, 30) + '"'
		if (style.outlineStyle == 'none' || parseFloat(style.outlineWidth) < 2) return name + ' has no ring'
		if (!box) return name + ' has no place'
		const left = Math.max(box.left, 0), width = Math.min(box.right, innerWidth) - left
		const top = Math.max(box.top, 0), height = Math.min(box.bottom, innerHeight) - top
		if (width < 1 || height < 1) return name + ' is out of sight'
		const parts = [.02, .5, .98], shows = (x, y) => e.contains(document.elementFromPoint(left + x * width, top + y * height))
		return parts.some(x => parts.some(y => shows(x, y))) ? '' : name + ' is covered'
	})()`, &hidden)
	if hidden != "" {
		p.fault("the focus cannot be seen: %s", hidden)
	}
}

// ours is what the guide of this repository is built to. It is built once for all tests.
var ours = sync.OnceValues(func() (build.Result, error) {
	g := guide{root: ".."}
	tree, err := g.read()
	if err != nil {
		return build.Result{}, err
	}
	return build.New(g.options()).Build(tree), nil
})

// builtForBrowser gives the guide of this repository, which must have no errors. It is not to be changed.
func builtForBrowser(t *testing.T) []book.File {
	t.Helper()
	result, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	if errors, _ := diag.Count(result.Problems); errors > 0 {
		t.Fatalf("the guide has errors: %v", result.Problems)
	}
	return slices.Clip(result.Files)
}

// readablePages lists the pages that a reader can look at: not those that only lead elsewhere.
func readablePages(files []book.File) (names []string) {
	for _, f := range files {
		if path.Ext(f.Path) == ".html" && !strings.Contains(string(f.Data), `http-equiv="refresh"`) {
			names = append(names, f.Path)
		}
	}
	return names
}

func writeFolder(t *testing.T, folder string, files []book.File) {
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
