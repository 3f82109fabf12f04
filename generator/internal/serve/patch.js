// Patching: the page in the window becomes the page that a build has made, and keeps what its reader did with it.
// What was sent is compared with what is sent now; scripts and readers change the window alone, so that a difference
// is never theirs. Nodes that stay the same node keep all by themselves: focus, selection, answers, open details.

const sent = document.documentElement.cloneNode(true), live = new WeakMap()
const blocks = 'p, li, h1, h2, h3, h4, h5, h6, pre, td, th, dt, dd, figure, blockquote, summary, legend, label'
const steady = new CSSStyleSheet()
steady.replaceSync('html { overflow-anchor: none }') // the block at the top is held by us
document.adoptedStyleSheets = [steady]
let touched, created, dropped, rebuilt // by the patch that is being made

// pair notes which node of the window each node of a copy stands for.
function pair(copy, node) {
  live.set(copy, node)
  for (let c = copy.firstChild, n = node.firstChild; c && n; c = c.nextSibling, n = n.nextSibling) pair(c, n)
}
pair(sent, document.documentElement)
let style = sent.querySelector('style')?.textContent
sent.querySelector('style')?.remove()

// patch turns the window's page into the one of a text. It fails, and nothing can be done but to load the page again,
// where the two do not have the same scripts. Styles go their own way, since a page that is parsed here has the policy
// of this one, which refuses other styles.
function patch(text) {
  let css
  const bare = text.replace(/<style>([^]*?)<\/style>/, (_, inner) => (css = inner, ''))
  const next = new DOMParser().parseFromString(bare, 'text/html').documentElement
  const scripts = root => [...root.querySelectorAll('script[src]')].map(s => s.getAttribute('src')).join()
  const templates = root => [...root.querySelectorAll('template')].map(t => t.innerHTML).join()
  if (scripts(sent) !== scripts(next) || templates(sent) !== templates(next) || next.querySelector('meta[http-equiv=refresh]')) return false
  touched = new Set(), created = [], dropped = new Map(), rebuilt = false
  const prepared = [...sent.querySelectorAll('main form')].some(form => !live.get(form).isEqualNode(form)) // by a script
  const release = hold(), focused = document.activeElement
  morph(sent, next)
  if (css !== style) restyle(style = css)
  if (rebuilt && prepared) return false // the script knows the forms as they were
  restore()
  refocus(focused)
  release()
  for (const node of [...touched].slice(0, 50)) {
    if (node.closest('main')) node.animate(Array(2).fill({outline: '3px solid #d9822b', outlineOffset: '4px'}), 1000)
  }
  return true
}

function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) return rewrite(old, next)
  if (old.nodeName === 'SCRIPT') return
  const node = live.get(old)
  for (const {name} of [...old.attributes]) if (!next.hasAttribute(name)) {
    old.removeAttribute(name)
    node.removeAttribute(name)
    touch(node)
  }
  for (const {name, value} of next.attributes) if (old.getAttribute(name) !== value) {
    old.setAttribute(name, value)
    node.setAttribute(name, value)
    touch(node)
  }
  reorder(old, next)
}

// rewrite changes a text in its middle alone, so that a selection stays on its words.
function rewrite(old, next) {
  const a = old.data, b = next.data, node = live.get(old)
  if (a === b) return
  let from = 0, end = 0
  while (from < a.length && a[from] === b[from]) from++
  while (end < Math.min(a.length, b.length) - from && a.at(-1 - end) === b.at(-1 - end)) end++
  old.data = b
  if (node.data === a) node.replaceData(from, a.length - from - end, b.slice(from, b.length - end))
  else node.data = b
  if (node.parentElement) touch(node.parentElement)
}

// restyle sets other styles by a sheet of ours: the page's policy lets its own element have no other words.
function restyle(css = '') {
  for (const own of document.querySelectorAll('head > style')) own.disabled = true
  const fresh = new CSSStyleSheet()
  fresh.replaceSync(css)
  document.adoptedStyleSheets = [fresh, steady]
}

// reorder makes the children those of the next node: equal ones stay, changed ones are changed, others come and go.
function reorder(old, next) {
  const a = [...old.childNodes], b = [...next.childNodes]
  let from = 0, aEnd = a.length, bEnd = b.length
  while (from < aEnd && from < bEnd && a[from].isEqualNode(b[from])) from++
  while (aEnd > from && bEnd > from && a[aEnd - 1].isEqualNode(b[bEnd - 1])) aEnd--, bEnd--
  const wanted = b.slice(from, bEnd), partners = match(a.slice(from, aEnd), wanted)
  let after = a[aEnd] ?? null
  for (const node of wanted.reverse()) {
    const old1 = partners.get(node)
    if (old1) morph(old1, node)
    after = place(old, old1 ?? create(node, old), after)
  }
}

// match finds for each wanted node the old one that it goes on: an equal one, one with its id, or the next of its kind.
// Old nodes without a partner are dropped.
function match(old, wanted) {
  const partners = new Map(), left = new Set(old)
  const join = (find, node) => {
    const found = [...left].find(find)
    if (found) partners.set(node, found), left.delete(found)
  }
  const key = node => node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : node.nodeName + node.data
  const keys = Map.groupBy(old, key)
  for (const node of wanted) {
    const found = keys.get(key(node))?.shift()
    if (found) partners.set(node, found), left.delete(found)
  }
  for (const node of wanted) if (node.id && !partners.has(node)) join(o => o.id === node.id && o.nodeName === node.nodeName, node)
  for (const node of wanted) if (!partners.has(node)) join(o => o.nodeName === node.nodeName, node)
  left.forEach(drop)
  return partners
}

function place(parent, copy, after) {
  if (copy.parentNode === parent && copy.nextSibling === after) return copy
  parent.insertBefore(copy, after)
  const node = live.get(copy), into = live.get(parent), before = live.get(after)
  const at = before?.parentNode === into ? before : null
  if (into.moveBefore && node.isConnected) into.moveBefore(node, at)
  else into.insertBefore(node, at)
  return copy
}

function create(next, parent) {
  const copy = document.importNode(next, true), node = document.importNode(next, true)
  pair(copy, node)
  created.push(node)
  if (node.nodeType === Node.ELEMENT_NODE) touched.add(node)
  rebuilt ||= formed(copy, parent)
  return copy
}

function drop(copy) {
  const node = live.get(copy)
  for (const e of [node, ...node.querySelectorAll?.('*') ?? []]) {
    const key = keyOf(e)
    if (key) dropped.set(key, e)
  }
  rebuilt ||= formed(copy, copy.parentNode)
  copy.remove()
  node.remove()
}

// formed tells whether an element is a form, has one or is part of one.
const formed = (e, parent) => e.nodeType === Node.ELEMENT_NODE && !!(e.matches('form') || e.querySelector('form') || parent.closest('form'))

// keyOf tells by what an answer or an open box is known again in another node.
function keyOf(e) {
  if (e.nodeName === 'DETAILS') return 'details ' + (e.id || e.querySelector('summary')?.textContent)
  if (e.matches?.('input, select, textarea')) return e.name + ' ' + e.id + (/radio|checkbox/.test(e.type) ? ' ' + e.value : '')
}

function restore() {
  for (const root of created) for (const e of [root, ...root.querySelectorAll?.('*') ?? []]) {
    const old = dropped.get(keyOf(e))
    if (!old) continue
    if (e.nodeName === 'DETAILS') e.open = old.open
    else if (/radio|checkbox/.test(e.type)) e.checked = old.checked
    else e.value = old.value
  }
}

function refocus(old) {
  if (!old || old === document.body || old === document.activeElement) return
  const now = old.isConnected ? old : created.flatMap(n => [n, ...n.querySelectorAll?.('*') ?? []]).find(e => keyOf(old) ? keyOf(e) === keyOf(old) : old.id && e.id === old.id)
  now?.focus({preventScroll: true})
}

const touch = node => touched.add(node.closest(blocks) ?? node)

// hold remembers the blocks in sight, and gives a function that scrolls so that the first which is still there has not
// moved. At the very top there is nothing to hold.
function hold() {
  const seen = []
  if (scrollY > 0) for (const e of document.querySelectorAll(`main :is(${blocks})`)) {
    const box = e.getBoundingClientRect()
    if (box.height && box.bottom > 0) seen.push([e, box.top])
    if (box.top > innerHeight) break
  }
  return () => {
    const still = seen.find(([e]) => e.isConnected && e.getClientRects().length)
    if (still) scrollBy({top: still[0].getBoundingClientRect().top - still[1], behavior: 'instant'})
  }
}
