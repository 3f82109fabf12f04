package main

import "html"

// A page shows, as the product's do, at most so many parts, and otherwise those near its own.
const (
	mostParts = 12
	near      = 5
)

// shell puts a page together.
func (g *guide) shell(i int) []byte {
	p := g.pages[i]
	b := make([]byte, 0, len(g.style)+len(p.body)+8<<10)
	b = add(b, `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>`, esc(p.title), ` · A guide of many words</title>
<meta name="description" content="`, esc(p.description), `">
<style>`, g.style, `</style>
</head>
<body>
<a class="skip" href="#_main">Skip to the text</a>
<header class="header"><a class="home" href="../index.html">A guide of many words</a></header>
<div class="frame with-nav">
<nav class="nav" aria-label="Menu"><ul class="plain">
`)
	b = g.navigation(b, i)
	b = add(b, `</ul></nav>
<main id="_main" tabindex="-1"><article>
<nav class="crumbs"><ol class="plain"><li><a href="../index.html">Home</a></li><li>`, esc(g.parts[p.part]), `</li></ol></nav>
<h1>`, esc(p.title), `</h1>
<nav class="toc" aria-label="On this page"><ol class="plain">
`)
	b = p.contents(b)
	b = add(b, "</ol></nav>\n<div class=\"content\"><div class=\"prose\">\n", string(p.body), "</div>\n<nav class=\"pager\">\n")
	if i+1 < len(g.pages) {
		b = g.link(b, `<a class="pager-next" href="`, i+1)
	}
	if i > 0 {
		b = g.link(b, `<a class="pager-previous" href="`, i-1)
	}
	return add(b, "</nav></div></article></main></div>\n<footer class=\"footer\"><a href=\"../index.html\">All chapters</a></footer>\n</body>\n</html>\n")
}

// navigation lists the parts, and the chapters of the page's own.
func (g *guide) navigation(b []byte, i int) []byte {
	own, from, to := g.pages[i].part, 0, len(g.parts)
	if len(g.parts) > mostParts {
		from, to = max(0, own-near), min(to, own+near+1)
	}
	for part := from; part < to; part++ {
		b = add(b, `<li><a href="../`, g.pages[g.first[part]].path, `.html">`, esc(g.parts[part]), "</a>")
		if part == own {
			b = add(b, `<ul class="plain">`)
			for k := g.first[part]; k < len(g.pages) && g.pages[k].part == part; k++ {
				current := "false"
				if k == i {
					current = "page"
				}
				b = add(b, `<li><a aria-current="`, current, `" href="../`, g.pages[k].path, `.html">`, esc(g.pages[k].title), "</a></li>")
			}
			b = add(b, "</ul>")
		}
		b = add(b, "</li>\n")
	}
	return b
}

// contents lists the headings.
func (p *page) contents(b []byte) []byte {
	for _, h := range p.headings {
		b = add(b, `<li><a href="#`, h.id, `">`, esc(h.text), "</a></li>\n")
	}
	return b
}

func (g *guide) link(b []byte, before string, to int) []byte {
	return add(b, before, "../", g.pages[to].path, `.html">`, esc(g.pages[to].title), "</a>\n")
}

// outline lists all chapters.
func (g *guide) outline() []byte {
	b := add(nil, "<!doctype html>\n<title>All chapters</title>\n<ol>\n")
	for _, p := range g.pages {
		b = add(b, `<li><a href="`, p.path, `.html">`, esc(p.title), "</a></li>\n")
	}
	return add(b, "</ol>\n")
}

func add(b []byte, parts ...string) []byte {
	for _, part := range parts {
		b = append(b, part...)
	}
	return b
}

func esc(s string) string { return html.EscapeString(s) }
