// The preview in the browser: hears of each build, shows it, and shows what is wrong. The server puts this script
// first into every page on its way here, together with patch.js and within one function; no published page has it.

const me = document.currentScript, page = decodeURIComponent(me.dataset.page), top = me.dataset.root
let build = me.dataset.build, token = '', source, wait = 250, met
const acquainted = new Promise(done => met = done) // with the server, whose first message brings the token

// Builds. Only a page that is looked at listens: a browser has few connections to one server. Whoever was away
// says which build he has, and hears whether there is another.

function listen() {
  if (source || document.visibilityState === 'hidden') return
  source = new EventSource('/.guide/events?build=' + encodeURIComponent(build) + '&page=' + encodeURIComponent(me.dataset.page))
  source.onmessage = event => {
    wait = 250
    hear(JSON.parse(event.data))
  }
  source.onerror = () => { // the server is gone, or was started again
    leave()
    setTimeout(listen, wait = Math.min(wait * 2, 2000))
  }
}

function leave() {
  source?.close()
  source = undefined
}

addEventListener('pagehide', leave)
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' ? leave() : listen())

let shown = Promise.resolve()

function hear(message) {
  token = message.token
  met()
  const {changed} = message, other = message.build !== build
  build = message.build
  report(message.problems)
  if (other) shown = shown.then(() => show(changed)).catch(() => {}) // the server went away, and will be back
}

// show brings the page up to a build. What changed is null if that is not known.
async function show(changed) {
  const has = url => !changed || changed.includes(decodeURIComponent(new URL(url, location).pathname.slice(top.length)))
  if (changed && [...document.scripts].some(s => s !== me && s.src && has(s.src))) return location.reload()
  if (!changed || changed.includes(page) || page === '404.html') {
    const answer = await fetch(location.pathname + location.search, {cache: 'no-cache'}), moved = answer.headers.get('X-Guide-Moved')
    if (moved) return location.replace(moved + location.hash)
    if (answer.ok === (me.dataset.page === '404.html')) return location.reload()
    if (!patch(await answer.text())) return location.reload()
  }
  for (const [list, name] of [[document.images, 'src'], [document.querySelectorAll('link[rel=stylesheet]'), 'href']]) {
    for (const e of list) if (/^http/.test(e[name]) && has(e[name])) e[name] = e[name].replace(/\?.*|$/, '?' + build)
  }
}

// Problems. They stand in a shadow tree beside the body, with styles that the page's policy lets a script set.

const host = document.createElement('div'), root = host.attachShadow({mode: 'open'}), sheet = new CSSStyleSheet()
sheet.replaceSync(`
  :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; color-scheme: light dark;
    font: 15px/1.5 system-ui, sans-serif; color: light-dark(#222, #eee) }
  @media print { :host { display: none } }
  * { box-sizing: border-box; font: inherit; color: inherit }
  [hidden] { display: none !important }
  section { max-height: 70vh; overflow: auto; padding: 1rem max(1rem, calc(50vw - 28rem)); background: light-dark(#fff, #222);
    border-top: 4px solid #c4331f; box-shadow: 0 0 2rem #0006 }
  header { display: flex; gap: 1rem; justify-content: space-between; align-items: start }
  h2 { margin: 0; font-weight: 700 }
  ol { margin: 0; padding: 0; list-style: none }
  li { margin-top: 1rem }
  p { margin: .25rem 0 }
  pre { margin: .25rem 0; padding: .5rem; overflow: auto; background: light-dark(#f4f1ea, #111); tab-size: 4 }
  pre, .place { font: 13px/1.5 ui-monospace, monospace }
  mark { background: none; color: light-dark(#a82310, #ff9d8a); font-weight: 700 }
  button { min-height: 2.75rem; padding: 0 .75rem; border: 1px solid; border-radius: .25rem; background: light-dark(#fff, #222); cursor: pointer }
  .place { min-height: 0; padding: 0; border: 0; text-align: start; text-decoration: underline; background: none }
  .badge { margin: .5rem }
  .note { margin: .5rem; padding: .5rem 1rem; background: light-dark(#222, #eee); color: light-dark(#fff, #222) }
  :focus-visible { outline: 3px solid light-dark(#1a5fb4, #8ab8ff); outline-offset: 2px }`)
root.adoptedStyleSheets = [sheet]
let told = '{"errors":0,"warnings":0,"list":[]}', panel, badge

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const count = (n, what) => n ? [n + ' ' + what + (n > 1 ? 's' : '')] : []

// report opens the list when there are errors, and another list than before; it goes when there is nothing to tell.
function report(problems) {
  const text = JSON.stringify(problems)
  if (text === told) return
  told = text
  if (!problems.list.length) {
    root.replaceChildren()
    host.remove()
    return
  }
  const title = [...count(problems.errors, 'error'), ...count(problems.warnings, 'warning')].join(', ')
  panel = element('section', {tabIndex: -1, ariaLabel: 'Problems in the guide'},
    element('header', {}, element('h2', {textContent: title + (problems.errors ? '. You see the last good pages.' : '')}),
      element('button', {textContent: 'Close (Esc)', onclick: () => open(false)})),
    element('ol', {}, ...problems.list.map(entry)))
  badge = element('button', {className: 'badge', textContent: title, onclick: () => { open(true); panel.focus() }})
  root.replaceChildren(panel, badge)
  document.documentElement.append(host)
  open(problems.errors > 0)
}

function entry(problem) {
  const place = problem.file + (problem.line ? ':' + problem.line + ':' + problem.column : '')
  return element('li', {},
    element('button', {className: 'place', textContent: place, onclick: () => edit(problem)}),
    element('p', {}, problem.severity + ': ' + problem.message + ' [' + problem.rule + ']'),
    ...problem.frame ? [element('pre', {}, ...problem.frame.flatMap((line, i) => lineOf(line, problem.first + i, problem)))] : [],
    ...problem.hint ? [element('p', {}, 'hint: ' + problem.hint)] : [])
}

// lineOf shows a line of the code frame; under the one that is meant, a caret stands at its column.
function lineOf(text, number, problem) {
  const lead = String(number).padStart(5) + ' │ '
  if (number !== problem.line) return [lead + text + '\n']
  const before = [...text].slice(0, problem.column - 1).map(c => c === '\t' ? c : ' ').join('')
  return [element('mark', {}, lead + text + '\n' + ' '.repeat(5) + ' │ ' + before + '^\n')]
}

function open(show) {
  panel.hidden = !show
  badge.hidden = show
}

addEventListener('keydown', event => {
  if (event.key === 'Escape' && panel?.isConnected && !panel.hidden && !document.querySelector(':popover-open')) open(false)
})

// Sources. Alt-click on a block opens the editor where it was written; so does Alt+Enter for the block that has the
// focus or the selection, or else for the first in sight.

async function edit(place) {
  await acquainted
  const answer = await fetch('/.guide/open', {
    method: 'POST', headers: {'X-Guide-Token': token}, body: JSON.stringify({file: place.file, line: place.line, column: place.column, page: place.page, text: place.text}),
  })
  if (answer.ok) return
  const note = element('p', {className: 'note', role: 'status', textContent: (await answer.text()).trim()})
  document.documentElement.append(host)
  root.append(note)
  setTimeout(() => note.remove(), 8000)
}

function editBlock(node) {
  const block = (node?.closest ? node : node?.parentElement)?.closest(blocks)
  if (!block?.closest('main')) return false
  const copy = block.cloneNode(true)
  for (const e of copy.querySelectorAll('sup, button, svg, [popover], :not(pre) > code')) e.remove()
  edit({page, text: copy.textContent.slice(0, 2000)})
  return true
}

addEventListener('click', event => {
  if (event.altKey && editBlock(event.target)) event.preventDefault()
}, true)

addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !event.altKey) return
  const selection = getSelection(), sight = [...document.querySelectorAll(`main :is(${blocks})`)].find(e => e.getBoundingClientRect().bottom > 0)
  if (editBlock(document.activeElement) || !selection.isCollapsed && editBlock(selection.anchorNode) || editBlock(sight)) event.preventDefault()
})

addEventListener('pageshow', listen)
listen()
