// A note is shown beside its mark: in the margin where there is room, else in a box that the mark opens. The list
// at the end of the text stays for paper and for those without this script.
try {
  const pairs = [...document.querySelectorAll('.note-mark a')].map(mark => {
    const note = document.createElement('aside')
    note.append(...document.getElementById(mark.hash.slice(1)).cloneNode(true).childNodes)
    note.querySelectorAll('.note-back').forEach(back => back.remove())
    note.firstElementChild?.prepend(mark.textContent + '. ')
    return { mark, note }
  })
  const wide = matchMedia('(min-width: 100em)')

  const place = () => {
    let free = 0
    for (const { mark, note } of pairs) {
      note.className = wide.matches ? 'sidenote' : 'pop'
      note.popover = wide.matches ? null : 'auto'
      mark.closest('.prose > *').before(note)
      if (!wide.matches) continue
      const top = Math.max(mark.getBoundingClientRect().top + scrollY, free)
      note.style.top = top - note.offsetParent.getBoundingClientRect().top - scrollY + 'px'
      free = top + note.offsetHeight + 16
    }
  }

  if (HTMLElement.prototype.showPopover) {
    for (const { mark, note } of pairs) {
      mark.addEventListener('click', event => {
        if (wide.matches) return
        event.preventDefault()
        note.showPopover({ source: mark })
      })
    }
    wide.addEventListener('change', place)
    document.fonts.ready.then(place)
  }
} catch (error) {
  console.error(error)
}
