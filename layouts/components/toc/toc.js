// Marks in the contents which section is being read.
try {
  const links = [...document.querySelectorAll('.toc a')]
  const headings = links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))))
  let asked, marked

  const mark = () => {
    asked = false
    const now = links[headings.findLastIndex(heading => heading.getBoundingClientRect().top < innerHeight / 3)]
    if (now == marked) return
    marked?.removeAttribute('aria-current')
    now?.setAttribute('aria-current', 'true')
    marked = now
  }

  addEventListener('scroll', () => {
    if (!asked) asked = requestAnimationFrame(mark)
  }, { passive: true })
  mark()
} catch (error) {
  console.error(error)
}
