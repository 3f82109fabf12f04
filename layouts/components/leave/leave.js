// Leaving quickly: the link blanks the page at once, then goes where it points. Shift does the same, pressed three
// times within five seconds. What the browser or somebody else has recorded stays, and the page says so.
try {
  const bar = document.querySelector('.leave')
  const link = bar.querySelector('a')
  const progress = bar.querySelector('.leave-progress')
  const { body } = document
  const title = document.title
  let count = 0, began = 0, timer

  const say = text => progress.replaceChildren(...text ? [Object.assign(document.createElement('p'), { textContent: text })] : [])

  const reset = () => {
    count = 0
    clearTimeout(timer)
    say()
  }

  const leave = () => {
    body.style.setProperty('display', 'none', 'important')
    document.title = '\u200b'
    location.replace(link.href)
  }

  link.addEventListener('click', event => {
    event.preventDefault()
    leave()
  })

  // Only Shift by itself counts; as part of another key it starts the count again.
  addEventListener('keydown', event => event.key == 'Shift' || reset())
  addEventListener('keyup', event => {
    if (event.key != 'Shift') return
    const now = Date.now()
    if (!count || now - began > 5000) {
      reset()
      began = now
      timer = setTimeout(reset, 5000)
    }
    count++
    if (count == 3) leave()
    else say(count == 1 ? progress.dataset.two : progress.dataset.one)
  })

  // The browser may keep the blank page, and show it again on Back.
  addEventListener('pageshow', () => {
    reset()
    body.style.removeProperty('display')
    document.title = title
  })
} catch (error) {
  console.error(error)
}
