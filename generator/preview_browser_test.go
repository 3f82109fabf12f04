package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const form = `{{define "crumbs"}}
<details><summary>More</summary><p>It is open.</p></details>
<form><fieldset><legend>QUESTION</legend>
<label><input type="radio" name="q" value="1">one</label>
<label><input type="radio" name="q" value="2">two</label>
<label><input type="checkbox" name="c" value="x">three</label>
<input type="text" name="t" aria-label="words">
</fieldset></form>
{{end}}
`

// long is a chapter that is longer than the window.
func long(first string) string {
	var text strings.Builder
	text.WriteString("# First\n\n" + first + "\n")
	for i := range 60 {
		fmt.Fprintf(&text, "\nParagraph number %d has some words, and some more.\n", i)
	}
	return text.String()
}

// follows waits until something holds in the page, which must not have been loaded again.
func (s *stage) follows(p *tab, condition string) {
	s.Helper()
	var holds bool
	for late := time.Now().Add(patience); !holds; time.Sleep(5 * time.Millisecond) {
		// While a page is being loaded there is nobody to ask.
		_ = chromedp.Run(p.browser, chromedp.Evaluate(`!!(`+condition+`)`, &holds))
		if time.Now().After(late) {
			var text string
			p.eval(`document.documentElement.querySelector("body").outerHTML.slice(0, 3000)`, &text)
			s.Fatalf("never: %s\n%s\n%s", condition, s.said, text)
		}
	}
}

// TestTheBrowserFollows opens pages of a preview in Chromium, and edits.
func TestTheBrowserFollows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*stage, *tab){
		"words are patched, and what the reader did stays": testPatch, "blocks come, go and move": testBlocks,
		"styles are swapped": testStyles, "problems lie over the page": testProblems, "moved and deleted pages": testMoves,
		"a preview that is started again": testRestart, "titles and pictures": testTitles,
		"quizzes": testAnswers,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openBrowser(t)
			p.size(1000)
			s := raise(t, previewed)
			s.listen()
			s.write("content/one/a.md", long("Words of the first."))
			s.write("layouts/components/crumbs/crumbs.html", form)
			s.settled()
			p.open(s.base, "one/a.html")
			p.faults = nil // the icon is not ours to judge here
			p.do(`window.here = true; window.changes = 0`)
			test(s, p)
			for _, fault := range p.faults {
				if strings.Contains(fault, "thrown") || strings.Contains(fault, "policy") {
					t.Error(fault)
				}
			}
			p.faults = nil
		})
	}
}

const same = `window.here === true && `

func testPatch(s *stage, p *tab) {
	p.do(`
		window.marked = []
		const animate = Element.prototype.animate
		Element.prototype.animate = function(...how) { marked.push([this, how[1]]); return animate.apply(this, how) }
		document.querySelector('main details').open = true
		document.querySelector('[value="2"]').checked = document.querySelector('[value="x"]').checked = true
		document.querySelector('[name=t]').value = 'mine'
		document.querySelector('[name=t]').focus()
		window.third = [...document.querySelectorAll('.prose p')].find(e => e.textContent.includes('number 33'))
		third.scrollIntoView()
		getSelection().setBaseAndExtent(third.firstChild, 10, third.firstChild, 16)
		window.wide = third.getBoundingClientRect().top
		window.button = document.querySelector('.nav a')`)
	s.write("content/one/a.md", strings.Replace(long("Other words, which are many more than there were, "+strings.Repeat("so that the page is longer now ", 40)+"."),
		"number 33 has some", "number 33 has quite some", 1))
	s.follows(p, same+`document.querySelector('.prose p').textContent.startsWith('Other words') && third.textContent.includes('quite')`)
	for _, condition := range []string{
		`document.querySelector('main details').open`,
		`document.querySelector('[value="2"]').checked && document.querySelector('[value="x"]').checked && !document.querySelector('[value="1"]').checked`,
		`document.querySelector('[name=t]').value == 'mine' && document.activeElement.name == 't'`,
		`Math.abs(third.getBoundingClientRect().top - wide) < 1`,
		`getSelection().toString() == 'number'`,
		`document.querySelector('.nav a') == button`,
		`marked.length == 3 && [third, document.querySelector('.prose p'), document.querySelector('h1 + p')].every(e => marked.some(([m, ms]) => m == e && ms == 1000))`,
	} {
		s.follows(p, same+condition)
	}
	s.follows(p, same+`document.getAnimations().length == 0`)

	// The form itself changes: its answers stay. Then it is made anew, and they are carried over.
	s.write("layouts/components/crumbs/crumbs.html", strings.Replace(form, "QUESTION", "Another question", 1))
	s.follows(p, same+`document.querySelector('legend').textContent == 'Another question' && document.querySelector('[value="2"]').checked`)
	s.write("layouts/components/crumbs/crumbs.html", strings.NewReplacer("<details>", "<div><details>", "</form>", "</form></div>").Replace(form))
	s.follows(p, same+`document.querySelector('div > form') && document.querySelector('[value="2"]').checked && document.querySelector('[name=t]').value == 'mine' &&
		document.querySelector('main details').open && document.activeElement.name == 't'`)

	// What changes elsewhere does nothing here.
	p.do(`window.changes = 0; new MutationObserver(all => changes += all.length).observe(document, {subtree: true, childList: true, characterData: true, attributes: true})`)
	before := len(s.heard())
	s.write("content/two/d.md", "# Fourth\n\nOther words of the fourth.\n")
	s.until("a message", func() bool { return len(s.heard()) > before })
	time.Sleep(100 * time.Millisecond)
	s.follows(p, same+`changes == 0`)
}

func testBlocks(s *stage, p *tab) {
	chapter := func(blocks ...string) string { return "# First\n\n" + strings.Join(blocks, "\n\n") + "\n" }
	s.write("content/one/a.md", chapter("Apples.", "Bread.", "- Cheese", "Dates."))
	s.follows(p, same+`document.querySelector('.prose').innerText.includes('Cheese')`)
	p.do(`window.old = [...document.querySelectorAll('.prose > *')]`)
	kept := func(text string, was ...int) {
		s.Helper()
		s.follows(p, same+`document.querySelector('.prose').textContent.replace(/\s+/g, ' ').trim() == '`+text+`'`)
		for now, then := range was {
			if then >= 0 {
				s.follows(p, fmt.Sprintf(`document.querySelectorAll('.prose > *')[%d] == old[%d]`, now, then))
			}
		}
	}
	s.write("content/one/a.md", chapter("Dates.", "Apples.", "Bread.", "- Cheese"))
	kept("Dates. Apples. Bread. Cheese", 3, 0, 1, 2)
	s.write("content/one/a.md", chapter("Dates.", "New.", "Bread.", "- Cheese\n- Eggs"))
	kept("Dates. New. Bread. Cheese Eggs", 3, -1, 1, 2)
	s.write("content/one/a.md", chapter("Bread."))
	kept("Bread.", 1)
	s.write("content/one/a.md", chapter("## Head", "Apples.", "> Bread.", "```go\nx := 1\n```", "| a |\n|---|\n| b |"))
	s.settled()
	s.follows(p, same+`document.querySelector('.prose table') && document.querySelector('.prose pre')`)

	// What a script has put into the page stays there, and a page that was changed by one is patched all the same.
	p.do(`document.querySelector('.prose').prepend('mine'); document.querySelector('.prose h2').append(document.createElement('i'))`)
	s.write("content/one/a.md", chapter("## Head", "Apples again.", "> Bread."))
	s.follows(p, same+`document.querySelector('.prose').textContent.startsWith('mine') && document.querySelector('h2 i') &&
		document.querySelector('.prose p').textContent == 'Apples again.' && !document.querySelector('.prose pre')`)
}

func testStyles(s *stage, p *tab) {
	p.do(`scrollTo(0, 500)`)
	s.write("layouts/styles/prose.css", "@layer prose { .prose { margin-block-start: 77px } }\n")
	s.follows(p, same+`getComputedStyle(document.querySelector('.prose')).marginBlockStart == '77px'`)
	s.write("layouts/styles/prose.css", "@layer prose { .prose { margin-block-start: 78px } }\n")
	s.follows(p, same+`getComputedStyle(document.querySelector('.prose')).marginBlockStart == '78px' && violations.length == 0`)
	p.do(`location.reload()`)
	s.follows(p, `!window.here && document.querySelector('.prose') && getComputedStyle(document.querySelector('.prose')).marginBlockStart == '78px'`)
}

const overlay = `document.documentElement.lastElementChild.shadowRoot`

func testProblems(s *stage, p *tab) {
	s.write("content/one/a.md", "# First\n\nIt is [lost](lost.md).\n")
	s.follows(p, same+overlay+`?.querySelector('section:not([hidden])')?.textContent.includes('content/one/a.md:3:7')`)
	for _, text := range []string{"1 error", "[dead-link]", "3 │ It is [lost](lost.md).", "│       ^", "last good pages"} {
		s.follows(p, overlay+`.querySelector('section').textContent.includes('`+text+`')`)
	}
	s.follows(p, `document.querySelector('.prose p').textContent == 'Words of the first.'`)
	if file := os.Getenv("SHOT"); file != "" {
		p.shoot(file)
	}
	p.press("\x1b")
	s.follows(p, overlay+`.querySelector('section').hidden && !`+overlay+`.querySelector('.badge').hidden`)
	s.write("content/one/a.md", "# First\n\nIt is [lost](lost.md) and [lost](lost-too.md).\n")
	s.follows(p, same+`!`+overlay+`.querySelector('section').hidden && `+overlay+`.querySelector('h2').textContent.startsWith('2 errors')`)
	s.write("content/one/a.md", "# First\n\nIt is mended.\n")
	s.follows(p, same+`!`+overlay+` && document.querySelector('.prose p').textContent == 'It is mended.'`)
}

func testMoves(s *stage, p *tab) {
	s.rename("content/one/a.md", "content/one/z.md")
	s.write("content/one/z.md", long("Words of the first."))
	s.write("content/one/b.md", "# Second\n\nSee [the first](z.md).\n")
	s.follows(p, `location.pathname == '/one/z.html'`)
	s.write("content/one/b.md", "# Second\n\nSee nothing.\n")
	s.remove("content/one/z.md")
	s.follows(p, `document.title.includes('not here') || document.querySelector('main .motif') != null`)
	s.write("content/one/z.md", "# First\n\nBack again.\n")
	s.follows(p, `document.querySelector('.prose p')?.textContent == 'Back again.'`)
}

func testRestart(s *stage, p *tab) {
	s.stop()
	s.write("content/one/a.md", long("While nobody looked."))
	time.Sleep(300 * time.Millisecond)
	again := raise(s.T, previewed, func(q *previewing) {
		q.root, q.address = s.root, strings.TrimSuffix(strings.TrimPrefix(s.base, "http://"), "/")
	})
	if again.base != s.base {
		s.Skip("another program took the port")
	}
	s.follows(p, same+`document.querySelector('.prose p').textContent == 'While nobody looked.'`)
}

func testTitles(s *stage, p *tab) {
	s.write("content/one/b.md", "# Another title\n\nWords of the second.\n")
	s.follows(p, same+`[...document.querySelectorAll('.nav a')].some(a => a.textContent == 'Another title') && document.querySelector('.pager').textContent.includes('Another title')`)
	s.write("content/one/a.md", "# First of all\n\n![A dot](dot.gif)\n")
	dot := "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
	s.write("content/one/dot.gif", dot)
	s.follows(p, same+`document.title.startsWith('First of all') && document.querySelector('.prose img')?.complete`)
	s.write("content/one/dot.gif", strings.Replace(dot, "\xff\xff\xff", "\xff\x00\x00", 1))
	s.follows(p, same+`document.querySelector('.prose img').src.includes('?')`)
}

const asked = `# First

Before.

> [!QUIZ] friday
> Which one?
>
> - [ ] This one.
>
>   No, not this.
>
> - [x] That one.
>
>   Yes, that.
`

// The script of a quiz prepares its form once. While the form stays as it is in kind, words in it change under the
// reader's answer; when it does not, the page is loaded again, so that the script prepares it anew.
func testAnswers(s *stage, p *tab) {
	s.write("content/one/a.md", asked)
	s.follows(p, `document.querySelector('.quiz button[type=submit]') && document.readyState == 'complete'`)
	p.do(`window.here = true; document.querySelectorAll('.quiz input')[1].click(); document.querySelector('.quiz button[type=submit]').click()`)
	result := `[...document.querySelectorAll('.quiz [tabindex]')].some(e => !e.hidden && e.textContent.includes('Yes, that'))`
	s.follows(p, same+result)
	s.write("content/one/a.md", strings.NewReplacer("Before.", "Before that, this.", "Which one?", "Which one is it?", "Yes, that.", "Yes, that is it.").Replace(asked))
	s.follows(p, same+`document.querySelector('.quiz').textContent.includes('Which one is it?') && document.querySelectorAll('.quiz input')[1].checked && `+result)
	s.write("content/one/a.md", asked+">\n> - [ ] Another one.\n>\n>   No.\n")
	s.follows(p, `!window.here && document.querySelectorAll('.quiz input').length == 3 && document.querySelector('.quiz button[type=submit]')`)
}
