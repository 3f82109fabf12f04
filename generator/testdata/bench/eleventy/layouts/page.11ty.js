// The page, as in hugo/layouts.
import { readFileSync } from 'node:fs'

const parts = JSON.parse(readFileSync('guide.json'))
const style = readFileSync('style.css', 'utf8')
const order = parts.flatMap((part, at) => part.chapters.map((chapter) => ({ ...chapter, at })))
const places = new Map(order.map((chapter, i) => ['/' + chapter.path, i]))
const base = '/guide/'

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`)
const link = (chapter, title = chapter.title, more = '') => `<a${more} href="${base}${chapter.path}.html">${escape(title)}</a>`
const list = (items) => `<ul class="plain">\n${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`

// At most 12 parts, or those near the page's own; of its own part, the chapters.
function nav(own) {
  const near = parts.length > 12 ? parts.slice(Math.max(0, own.at - 5), own.at + 6) : parts
  return list(near.map((part) => link(part.chapters[0], part.title) + (part !== parts[own.at] ? '' :
    list(part.chapters.map((chapter) => link(chapter, undefined, ` aria-current="${chapter.path === own.path ? 'page' : false}"`))))))
}

function toc(content) {
  const all = [...content.matchAll(/<h([23]) id="([^"]*)"[^>]*>(.*?)<\/h\1>/gs)]
  return `<ol>${all.map(([, level, id, text]) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`).join('\n')}</ol>`
}

function main({ title, content, page }) {
  const i = places.get(page.filePathStem)
  if (i === undefined) return `<main id="_main"><h1>${escape(title)}</h1>\n${content}</main>`
  const next = order[i + 1], previous = order[i - 1]
  return `<div class="frame with-nav">
<nav class="nav" aria-label="Menu">${nav(order[i])}</nav>
<main id="_main" tabindex="-1"><article>
<nav class="crumbs"><ol class="plain"><li><a href="${base}">Home</a></li><li>${escape(parts[order[i].at].title)}</li></ol></nav>
<h1>${escape(title)}</h1>
<nav class="toc" aria-label="On this page">${toc(content)}</nav>
<div class="content"><div class="prose">
${content}
</div>
<nav class="pager">
${next ? link(next, undefined, ' class="pager-next"') : ''}
${previous ? link(previous, undefined, ' class="pager-previous"') : ''}
</nav></div></article></main></div>`
}

export const render = (data) => `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(data.title)} · A guide of many words</title>
<meta name="description" content="${escape(data.description)}">
<link rel="canonical" href="https://example.org/guide${data.page.url}">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#_main">Skip to the text</a>
<header class="header"><a class="home" href="${base}">A guide of many words</a></header>
${main(data)}
<footer class="footer"><a href="${base}outline.html">All chapters</a></footer>
</body>
</html>`
