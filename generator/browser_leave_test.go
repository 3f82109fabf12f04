package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// testLeaving leaves a sensitive page, by the link and by Shift. Where it leads lies outside the site, so nothing is
// loaded: what counts is the moment before.
func testLeaving(t *testing.T, p *tab, base string) {
	const page = "more/help.html"
	const watched = `
		window.gone = ''
		document.querySelector('.leave a').href = '#gone'
		addEventListener('hashchange', () => window.gone = location.hash)`
	const progress = `document.querySelector('.leave-progress').textContent`
	open := func(p *tab) {
		p.size(1440)
		p.open(base, page)
		p.do(watched)
	}
	gone := func(p *tab, how string) {
		p.wait(`new Promise(done => setTimeout(done, 50))`)
		p.must(`gone == '#gone'`, how+" does not leave")
		p.must(`getComputedStyle(document.body).display == 'none' && !document.title.trim().replace('\u200b', '')`, how+" does not blank the page")
		p.must(`dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})), getComputedStyle(document.body).display != 'none' && document.title != ''`,
			"the page stays blank when the browser shows it again")
	}
	t.Run("by the link", func(t *testing.T) {
		p := p.in(t)
		defer p.report()
		open(p)
		p.do(`document.querySelector('.leave a').focus()`)
		p.press(kb.Enter)
		gone(p, "the link")
	})
	t.Run("by Shift three times", func(t *testing.T) {
		p := p.in(t)
		defer p.report()
		open(p)
		p.press(kb.Shift)
		p.must(progress+`.includes('two more')`, "the first press is not told")
		p.press(kb.Shift)
		p.must(progress+`.includes('once more')`, "the second press is not told")
		p.must(`document.querySelector('.leave-progress').role == 'status'`, "the progress is not spoken")
		p.must(`gone == ''`, "two presses leave")
		p.press(kb.Shift)
		gone(p, "Shift")
	})
	t.Run("another key between starts again", func(t *testing.T) {
		p := p.in(t)
		defer p.report()
		open(p)
		for _, key := range []string{kb.Shift, kb.Shift, "a", kb.Shift, kb.Shift} {
			p.press(key)
		}
		p.must(`gone == '' && `+progress+`.includes('once more')`, "the count goes on after another key")
	})
	t.Run("five seconds end it", func(t *testing.T) {
		p := p.in(t)
		defer p.report()
		open(p)
		p.press(kb.Shift)
		p.press(kb.Shift)
		p.do(`{ const now = Date.now; Date.now = () => now() + 5001 }`)
		p.press(kb.Shift)
		p.must(`gone == '' && `+progress+`.includes('two more')`, "presses count for longer than five seconds")
	})
	t.Run("not on other pages", func(t *testing.T) {
		p := p.in(t)
		defer p.report()
		p.open(base, "practise/saying-no.html")
		p.must(`!document.querySelector('.leave, script[src*="leave"]')`, "a page that is not sensitive has the link to leave")
	})
}
