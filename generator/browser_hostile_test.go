package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

// TestStrangersRunNothing opens what strangers sent: the site, its one-file edition and the chapters of its EPUB, over HTTP and from a
// folder, and the preview of a guide full of mistakes.
func TestStrangersRunNothing(t *testing.T) {
	t.Parallel()
	p := openBrowser(t)
	t.Run("a planted script is seen", func(t *testing.T) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, `<title>x</title><img src=//evil.example/x onerror="hacked=1"><script>hacked=1; alert(1)</script><a href="JavaScript:hacked=1">x</a><iframe></iframe>`)
		}))
		defer server.Close()
		p := p.in(t)
		p.countDialogs()
		p.open(server.URL+"/", "")
		p.ranNothing()
		for _, fault := range []string{"hacked", "a dialog", "<img onerror", "<a href", "<iframe", "asks for http://evil.example/x"} {
			if !strings.Contains(strings.Join(p.faults, "\n"), fault) {
				t.Errorf("nobody saw %q; what was seen:\n%s", fault, strings.Join(p.faults, "\n"))
			}
		}
		p.faults = nil
	})
	for _, archive := range []string{"accepted.txtar", "refused.txtar"} {
		t.Run(archive, func(t *testing.T) {
			result, tree := strangers(t, archive)
			files := slices.DeleteFunc(slices.Concat(result.Files, chaptersOfEPUB(t, result.Files)), func(f book.File) bool {
				return f.Path == "evil.html" || f.Path == "evil.svg" // told as active-file and unsafe-svg
			})
			server := httptest.NewServer(serve.Site(files, "/repo/"))
			t.Cleanup(server.Close)
			folder := t.TempDir()
			writeFolder(t, folder, files)
			preview := serve.NewPreview("/")
			preview.Show(serve.Update{Files: files, Problems: result.Problems, Tree: tree, Rest: result.Rest, Place: result.Place})
			previewed := httptest.NewServer(preview)
			defer previewed.CloseClientConnections()
			inTabs(t, readablePages(files), func(p *tab, name string) {
				p.countDialogs()
				for _, base := range []string{server.URL + "/repo/", "file://" + filepath.ToSlash(folder) + "/"} {
					p.open(base, book.EscapePath(name))
					p.useEverything()
					p.ranNothing()
				}
				p.reportStrange()
			})
			p := p.in(t)
			page := map[string]string{"accepted.txtar": "one.html", "refused.txtar": "links.html"}[archive]
			p.open(previewed.URL+"/", page)
			p.wait(`new Promise(done => setTimeout(done, 300))`)
			p.must(`document.querySelector('script[src*=".guide/preview.js"]') != null`, "the page holds no script of the preview")
			p.ranNothing()
			p.reportStrange()
			p.open("about:blank", "")
		})
	}
}

// countDialogs puts a counter in the place of all that asks or shows something beside the page.
func (p *tab) countDialogs() {
	p.call("Page.addScriptToEvaluateOnNewDocument", params{"source": `
		window.dialogs = 0
		for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => { window.dialogs++ }`}, nil)
}

// reportStrange leaves out what is wrong with a page because everything in it was clicked at once.
func (p *tab) reportStrange() {
	p.t.Helper()
	p.faults = slices.DeleteFunc(p.faults, func(fault string) bool {
		return !strings.Contains(fault, "hacked is set") && !strings.Contains(fault, "a dialog") && !strings.Contains(fault, "the page holds") &&
			!strings.Contains(fault, "changed the page") && (!strings.Contains(fault, "asks for") || strings.HasSuffix(fault, "/favicon.ico"))
	})
	p.report()
}

// chaptersOfEPUB are the pages of an EPUB as files of their own.
func chaptersOfEPUB(t *testing.T, files []book.File) (pages []book.File) {
	for _, f := range files {
		if !strings.HasSuffix(f.Path, ".epub") {
			continue
		}
		archive, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.File {
			if strings.HasSuffix(file.Name, ".xhtml") {
				pages = append(pages, book.File{Path: "epub/" + strings.TrimSuffix(file.Name, ".xhtml") + ".html", Data: unzipped(t, file)})
			}
		}
	}
	if len(pages) < 5 {
		t.Errorf("the EPUB has only %d pages", len(pages))
	}
	return pages
}

// useEverything does to a page what a reader can: opens what opens, answers, and points at things.
func (p *tab) useEverything() {
	p.t.Helper()
	p.wait(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
	p.do(`(() => {
		for (const e of document.querySelectorAll('details')) e.open = true
		for (const e of document.querySelectorAll('[popover]')) try { e.showPopover(); e.hidePopover() } catch {}
		for (const e of document.querySelectorAll('input')) { e.checked = true; e.dispatchEvent(new Event('change', {bubbles: true})) }
		for (const e of document.querySelectorAll('main button, main svg, main p')) for (const kind of ['mouseover', 'focus', 'pointerenter', 'click', 'load', 'error'])
			e.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}))
	})()`)
}

// ranNothing wants no trace of a script of a stranger's, and nothing in the page as the browser understands it that could become one.
func (p *tab) ranNothing() {
	p.t.Helper()
	p.wait(`new Promise(done => setTimeout(done, 30))`)
	p.must(`typeof hacked == 'undefined' && typeof window.hacked == 'undefined'`, "a script of a stranger's has run: hacked is set")
	p.must(`window.dialogs == 0`, "a dialog opened")
	p.must(`!document.title.includes('was here') && Object.prototype.hacked === undefined`, "a script of a stranger's has changed the page")
	var found []string
	p.eval(`(() => {
		const found = []
		const all = root => { for (const e of root.querySelectorAll('*')) { look(e); if (e.content?.querySelectorAll) all(e.content) } }
		const look = e => {
			const own = !e.src || e.src.startsWith(location.protocol + '//' + location.host)
			if (/^(iframe|frame|object|embed|base|applet|portal|foreignobject|animate|set|math)$/i.test(e.localName)) found.push('<' + e.localName + '>')
			if (e.localName == 'script' && (!own || /hacked|evil/.test(e.textContent) && !/json$/.test(e.type))) found.push('<script> ' + e.outerHTML.slice(0, 200))
			if (e.localName == 'style' && /hacked|evil/.test(e.textContent)) found.push('<style>')
			for (const a of e.attributes) {
				if (/^on/i.test(a.name)) found.push('<' + e.localName + ' ' + a.name)
				if (/^(href|src|action|formaction|xlink:href|data|srcset)$/i.test(a.name)) {
					let url; try { url = new URL(a.value, document.baseURI) } catch { continue }
					if (!['http:', 'https:', 'mailto:', 'tel:', 'sms:', 'file:', 'data:'].includes(url.protocol) || a.name != 'href' && !own) found.push('<' + e.localName + ' ' + a.name + '=' + a.value)
				}
			}
		}
		all(document)
		return found
	})()`, &found)
	for _, fault := range found {
		p.fault("the page holds %s", fault)
	}
}
