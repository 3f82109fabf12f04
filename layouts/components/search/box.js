// The search box. It looks through an index of sections that is part of the site, so nothing that is typed leaves
// the page. What comes before this script: guideSearch, with the words of the layouts, the language and the style; in
// the edition of one file, with the index in place of the style, which is the page's.
try {
  const { words, language, css, pages } = guideSearch
  const root = pages ? location : new URL('..', document.currentScript.src)
  const english = language.startsWith('en')

  // Words. A word is folded (accents, case, apostrophes) and, in English, cut to its stem. In writing without
  // spaces, each two neighbours are a word.
  const dense = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
  const word = new RegExp(`[${dense}][${dense}\\p{M}ー]*|(?:(?![${dense}])[\\p{L}\\p{N}])(?:(?![${dense}])[\\p{L}\\p{N}\\p{M}]|['’](?=\\p{L}))*`, 'gu')
  const isDense = new RegExp(`^[${dense}]`, 'u')
  const odd = { ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
  const fold = text => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/[ßæøœłđðþı]/g, letter => odd[letter]).replace(/['’]s$|['’]/g, '')

  // stem cuts what English adds to the end of a word, so that forms of one word meet. It need not leave a word.
  const stems = new Map()
  const stem = text => {
    if (!english || text.length < 4 || !/^[a-z]+$/.test(text)) return text
    let cut = stems.get(text)
    if (cut) return cut
    cut = text.replace(/(ss|x|ch|sh)es$/, '$1').replace(/ies$/, 'y').replace(/([^su])s$/, '$1')
    const bare = cut.replace(/(?:ing|ed)(?:ly)?$/, '')
    if (bare != cut && bare.length > 2 && /[aeiouy]/.test(bare)) cut = bare.replace(/([bdfgmnprt])\1$/, '$1')
    for (const end of [/(?:ness|ment)$/, /l[yi]$/, /(?:i[sz]ation|ation|i[sz]e[rd]?|ful|less|able|ible|ive)$/, /(?:enc[ey]|anc[ey]|ency|ancy|ent|ant|ion|ity|al|er|or|ist|ism)$/]) {
      const short = cut.replace(end, '')
      if (short.length > 3) cut = short
    }
    cut = cut.replace(/(?:[aeiy])$/, '')
    stems.set(text, cut)
    return cut
  }

  // split lists the words of a text, each as [folded, start, end].
  const split = text => {
    const list = []
    for (const { 0: found, index } of text.matchAll(word)) {
      if (!isDense.test(found)) {
        list.push([fold(found), index, index + found.length])
        continue
      }
      const signs = [...found]
      for (let i = 0, at = index; i < Math.max(1, signs.length - 1); at += signs[i++].length) {
        const pair = signs.slice(i, i + 2).join('')
        list.push([fold(pair), at, at + pair.length])
      }
    }
    return list
  }

  // The index: what each stem is worth in each section, and how each form of it is written.
  const docs = [], worth = new Map(), forms = new Map()
  let mean = 1

  const add = (doc, text, weight) => {
    const list = split(text)
    for (const [form] of list) {
      const key = stem(form)
      forms.set(form, key)
      if (!worth.has(key)) worth.set(key, new Map())
      const all = worth.get(key)
      all.set(doc, (all.get(doc) ?? 0) + weight / Math.sqrt(list.length))
    }
    return list
  }

  // A word that a text has often is worth more, by ever less, and more in a short text than in a long one.
  const addText = doc => {
    const counts = new Map()
    doc.list = split(doc.text)
    for (const [form] of doc.list) {
      const key = stem(form)
      forms.set(form, key)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const [key, n] of counts) {
      if (!worth.has(key)) worth.set(key, new Map())
      const all = worth.get(key)
      all.set(doc, (all.get(doc) ?? 0) + 2.2 * n / (n + 1.2 * (.4 + .6 * doc.list.length / mean)))
    }
  }

  window.guideIndex = pages => {
    let length = 0
    for (const [url, title, keywords, description, ...sections] of pages) {
      sections.forEach(([id, heading, text], i) => {
        docs.push({ url: url + id, page: url, title, heading, text, keywords, description, first: !i })
        length += text.length
      })
    }
    mean = length / docs.length / 6
    for (const doc of docs) {
      const share = doc.first ? 1 : .3
      addText(doc)
      add(doc, doc.title, 9 * share)
      for (const phrase of doc.keywords) add(doc, phrase, 9 * share)
      add(doc, doc.description, 4 * share)
      if (doc.heading) add(doc, doc.heading, 5)
    }
    show()
  }

  // typos counts what has to be changed, left out, put in or swapped to make one word of another, up to a limit.
  const typos = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return limit + 1
    let before, row = [...Array(b.length + 1).keys()]
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1]))
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1)
      }
      if (Math.min(...next) > limit) return limit + 1
      before = row
      row = next
    }
    return row[b.length]
  }

  // near lists the stems that a typed word may mean, each with how likely it is.
  const near = (typed, isLast) => {
    const found = new Map(), key = stem(typed)
    const note = (key, how) => found.set(key, Math.max(how, found.get(key) ?? 0))
    if (worth.has(key)) note(key, 1)
    if (typed.length > 2 || isLast && typed.length > 1) {
      for (const [form, key] of forms) if (form.startsWith(typed)) note(key, .8 * Math.sqrt(typed.length / form.length))
    }
    const limit = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
    if (!found.size && limit) {
      for (const [form, key] of forms) {
        const n = typos(typed, form, limit)
        if (n <= limit) note(key, (form[0] == typed[0] ? .7 : .5) / n)
      }
      // The beginning of a word, with a slip in it.
      if (!found.size && typed.length > 4) for (const [form, key] of forms) {
        if (form.length > typed.length && typos(typed, form.slice(0, typed.length), 1) < 2) note(key, .4)
      }
    }
    return found
  }

  const small = new Set(english ? 'a am an and are as at be but by can do does dont for he her his how i if in is it me my of on or our she so that the their them they this to was we what when who why with you your'.split(' ') : [])

  const rarity = key => {
    const n = worth.get(key).size
    return Math.log(1 + (docs.length - n + .5) / (n + .5))
  }

  // findInGuide ranks the sections for what was typed. Words that stand in every fourth section say nothing beside
  // others, and a section that lacks a rare word counts for much less.
  window.findInGuide = query => {
    const joined = query.replace(/(\p{L})-(?=\p{L})/gu, '$1')
    const parts = text => split(text).map(([form]) => form)
    const meant = parts(joined).every(form => worth.has(stem(form))) ? parts(joined) : parts(query)
    const rare = meant.filter(form => !small.has(form) && !(worth.get(stem(form))?.size > docs.length / 4))
    const typed = rare.length ? rare : meant
    const scores = new Map(), has = new Map(), marks = new Set()
    let all = 0
    typed.forEach((form, i) => {
      const best = new Map(), keys = near(form, i == typed.length - 1)
      let weight = 0
      for (const [key, how] of keys) {
        marks.add(key)
        weight = Math.max(weight, rarity(key))
        for (const [doc, value] of worth.get(key)) best.set(doc, Math.max(best.get(doc) ?? 0, how * rarity(key) * value))
      }
      all += keys.size ? weight : 2
      for (const [doc, value] of best) {
        scores.set(doc, (scores.get(doc) ?? 0) + value)
        has.set(doc, (has.get(doc) ?? 0) + weight)
      }
    })
    const ranked = [...scores].map(([doc, score]) => [doc, score * (has.get(doc) / all) ** 2]).sort((a, b) => b[1] - a[1])
    const times = {}, results = []
    for (const [doc] of ranked) {
      times[doc.page] = (times[doc.page] ?? 0) + 1
      if (times[doc.page] < 4 && results.length < 10) results.push(doc)
    }
    return { results, marks }
  }

  // The box.
  const make = (tag, given = {}, ...children) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value)
    element.append(...children)
    return element
  }
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]

  const input = make('input', {
    id: '_search', type: 'text', inputmode: 'search', role: 'combobox', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'go',
    placeholder: words.hint, 'aria-expanded': 'false', 'aria-controls': '_results', 'aria-autocomplete': 'list',
  })
  const close = make('button', { type: 'button', 'aria-label': words.close }, '✕')
  const status = make('p', { role: 'status' })
  const list = make('div', { id: '_results', role: 'listbox', 'aria-label': words.results })
  const index = make('a', { href: document.querySelector('.search').href }, words.index)
  const box = make('div', { class: 'search-box', popover: '', role: 'search' },
    make('div', { class: 'search-field' }, make('label', { for: '_search' }, words.search), input, close), status, list, make('p', {}, index))
  document.body.append(box)

  // marked is a piece of text with the words that were looked for marked.
  const marked = (text, found, marks, from = 0, to = text.length) => {
    const pieces = []
    for (const [form, start, end] of found) {
      if (start < from || end > to || !marks.has(stem(form))) continue
      pieces.push(text.slice(from, start), make('mark', {}, text.slice(start, end)))
      from = end
    }
    return [...pieces, text.slice(from, to)]
  }

  // excerpt shows where a text has most of the words.
  const excerpt = (doc, marks) => {
    const hits = doc.list.filter(([form]) => marks.has(stem(form)))
    if (!hits.length) return [(doc.first && doc.description || doc.text).slice(0, 160)]
    let from = 0, most = 0
    for (const [, start] of hits) {
      const kinds = new Set(hits.filter(hit => hit[1] >= start && hit[2] < start + 120).map(hit => stem(hit[0]))).size
      if (kinds > most) [from, most] = [start, kinds]
    }
    const first = doc.list.find(([, start]) => start >= from - 40)?.[1] ?? 0
    const last = doc.list.findLast(([, , end]) => end <= first + 170)?.[2] ?? doc.text.length
    const rest = doc.text.length - last < 8
    return [first ? '… ' : '', ...marked(doc.text, doc.list, marks, first, rest ? doc.text.length : last), rest ? '' : ' …']
  }

  let chosen = -1
  const choose = n => {
    const options = list.children
    options[chosen]?.setAttribute('aria-selected', 'false')
    chosen = options.length ? (n + options.length + 1) % (options.length + 1) : -1
    if (chosen == options.length) chosen = -1
    const option = options[chosen]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) input.setAttribute('aria-activedescendant', option.id)
    else input.removeAttribute('aria-activedescendant')
  }

  const show = () => {
    const query = input.value.trim()
    const { results, marks } = query && docs.length ? findInGuide(query) : { results: [], marks: new Set() }
    list.replaceChildren(...results.map((doc, i) => make('a', { id: '_result-' + i, role: 'option', tabindex: '-1', 'aria-selected': 'false', href: new URL(doc.url, root) },
      make('b', {}, ...marked(doc.title, split(doc.title), marks), ...doc.heading ? [' › ', ...marked(doc.heading, split(doc.heading), marks)] : []),
      make('small', {}, ...excerpt(doc, marks)))))
    choose(-1)
    input.setAttribute('aria-expanded', String(results.length > 0))
    status.textContent = !query ? '' : !docs.length ? words.wait : results.length ? words.found.replace('{}', results.length) : words.none
  }

  // Whoever chooses right after the last letter chooses among what is found with that letter.
  let later
  const settle = () => later && show(later = 0)
  input.addEventListener('input', () => {
    clearTimeout(later)
    later = setTimeout(settle, 60)
  })
  input.addEventListener('keydown', event => {
    const by = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key]
    if (by == null) return
    event.preventDefault()
    settle()
    if (by) choose(chosen + by)
    else list.children[chosen < 0 ? 0 : chosen]?.click()
  })
  close.addEventListener('click', () => box.hidePopover())
  box.addEventListener('click', event => event.target.closest('a') && !event.ctrlKey && !event.metaKey && box.hidePopover())

  // What was looked for is forgotten as soon as the box closes.
  const forget = () => {
    input.value = ''
    show()
  }
  box.addEventListener('beforetoggle', event => event.newState == 'closed' && forget())
  addEventListener('pagehide', forget)

  window.openSearch = () => {
    if (!box.matches(':popover-open')) box.showPopover()
    input.focus()
    if (pages && !docs.length) guideIndex(pages)
  }
} catch (error) {
  console.error(error)
}
