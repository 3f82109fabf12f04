// Search is asked for by its link, by Ctrl-K or by ⌘K, and loaded then; the edition of one file holds it. Nothing that
// is typed leaves the page.
try {
  const link = document.querySelector('.search')
  let wanted

  // The box and the index come when somebody is about to want them. If they cannot, the link leads to the A to Z.
  const load = () => {
    if (wanted || window.openSearch) return
    wanted = 1
    for (const name of ['box', 'index']) {
      const script = document.createElement('script')
      script.async = false // in this order
      script.src = link.dataset.box + name + '.js'
      script.onload = () => wanted > 1 && window.openSearch?.()
      script.onerror = () => wanted > 1 ? location.assign(link.href) : wanted = 0
      document.head.append(script)
    }
  }

  const open = event => {
    event.preventDefault()
    if (window.openSearch) return openSearch()
    load()
    wanted = 2
  }

  if (HTMLElement.prototype.showPopover && document.adoptedStyleSheets) {
    link.hidden = false
    link.setAttribute('role', 'button')
    link.setAttribute('aria-keyshortcuts', 'Control+K Meta+K')
    link.addEventListener('pointerenter', load)
    link.addEventListener('focus', load)
    link.addEventListener('click', event => event.ctrlKey || event.metaKey || event.shiftKey || open(event))
    link.addEventListener('keydown', event => event.key == ' ' && open(event))
    addEventListener('keydown', event => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() == 'k') open(event)
    })
  }
} catch (error) {
  console.error(error)
}
