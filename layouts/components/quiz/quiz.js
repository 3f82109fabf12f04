// The questions of a guide. Without this script they can be read, answered on paper and looked up. Answers live in
// the page alone: nothing is stored, sent or put into an address, and leaving the page wipes them.
{
  const start = (selector, run) => document.querySelectorAll(selector).forEach(element => {
    try {
      run(element)
    } catch (error) {
      console.error(error)
    }
  })

  // A knowledge check: choose, check, read why, try again.
  const answered = new Set()
  start('.quiz', form => {
    const chapter = form.closest('article, main')
    const kit = chapter.querySelector('template[id$=_quiz]').content.cloneNode(true)
    const [error, result, buttons, status, { dataset: words }] = kit.children
    const [said] = result.children
    const [check, again] = buttons.children
    const details = form.querySelector('details')
    const list = details.querySelector('ul')
    const fieldset = form.querySelector('fieldset')
    const choices = [...fieldset.querySelectorAll('input')]
    const answers = [...list.children]
    const yours = answers.map(answer => answer.firstElementChild.appendChild(document.createElement('span')))
    const all = [...chapter.querySelectorAll('.quiz')]

    const fresh = () => {
      result.hidden = again.hidden = true
      check.hidden = false
      error.textContent = ''
      fieldset.removeAttribute('aria-describedby')
      answers.forEach(answer => answer.hidden = false)
    }

    const show = () => {
      const chosen = choices.map(choice => choice.checked)
      const fits = answers.map(answer => 'right' in answer.dataset)
      const exact = chosen.every((is, i) => is == fits[i])
      const partly = chosen.some((is, i) => is && fits[i])
      said.textContent = exact ? words.right : partly ? words.part : words.wrong
      answers.forEach((answer, i) => {
        answer.hidden = !chosen[i] && !fits[i]
        yours[i].textContent = chosen[i] ? words.yours : ''
      })
      answered.add(form)
      status.textContent = all[1] ? words.answered.replace('{}', all.filter(quiz => answered.has(quiz)).length).replace('{}', all.length) : ''
      result.hidden = again.hidden = false
      check.hidden = true
      result.focus()
    }

    error.id = `_${form.id}-error`
    result.append(list)
    details.replaceWith(error, result, buttons, status)
    fresh()
    form.addEventListener('change', fresh)
    form.addEventListener('reset', () => {
      answered.delete(form)
      status.textContent = ''
      fresh()
    })
    again.addEventListener('click', () => choices[0].focus())
    addEventListener('pagehide', () => form.reset())
    form.addEventListener('submit', event => {
      event.preventDefault()
      fresh()
      if (choices.some(choice => choice.checked)) return show()
      error.textContent = words.none
      fieldset.setAttribute('aria-describedby', error.id)
      choices[0].focus()
    })
  })

  // The self-reflection: safety first, then a part at a time, then words. The points of an option are its value, so
  // that the sum is all there is to reckon.
  start('.reflection', form => {
    const [errors, buttons, result, { dataset: words }] = form.querySelector(':scope > template').content.cloneNode(true).children
    const [, , strength, scores, table] = result.children
    const steps = [...form.querySelectorAll('.step')]
    const safety = form.querySelector('.safety')
    const scoring = form.querySelector(':scope > details')
    const parts = [...scoring.querySelectorAll('.score')]
    const title = document.title
    const questions = step => [...step.querySelectorAll('fieldset')]
    const answer = question => question.querySelector(':checked')
    let stopped, now = 0

    // show brings a step, or the result behind the last, into view, and tells where one is.
    const show = (step, quietly) => {
      now = step
      form.classList.toggle('done', step == steps.length)
      errors.hidden = true
      steps.forEach((section, i) => section.hidden = i != step)
      result.hidden = step < steps.length
      buttons.hidden = !result.hidden
      buttons.firstElementChild.hidden = !step
      document.title = title
      if (quietly) return
      if (result.hidden) document.title = `${steps[step].querySelector('h3 span').textContent.replace(/: $/, '')} · ${title}`
      const heading = (steps[step] ?? result).querySelector('h3')
      heading.scrollIntoView()
      heading.focus({ preventScroll: true })
    }

    const missing = open => {
      errors.querySelector('ul').replaceChildren(...open.map(question => {
        const item = document.createElement('li')
        const link = item.appendChild(document.createElement('a'))
        const legend = question.querySelector('legend')
        link.textContent = legend.textContent
        link.href = '#' + form.id
        link.addEventListener('click', event => {
          event.preventDefault()
          legend.scrollIntoView()
          question.querySelector('input').focus({ preventScroll: true })
        })
        return item
      }))
      errors.hidden = false
      errors.scrollIntoView()
      errors.focus({ preventScroll: true })
    }

    // stop puts the safety result in the place of all else. What was answered is gone from here on.
    const stop = () => {
      form.reset()
      stopped = safety.querySelectorAll('template')[1].content.cloneNode(true).firstElementChild
      buttons.before(stopped)
      form.classList.add('stopped')
      steps.forEach(section => section.hidden = true)
      buttons.hidden = true
      document.title = title
      const heading = stopped.querySelector('h3')
      heading.scrollIntoView()
      heading.focus({ preventScroll: true })
    }

    const add = () => {
      const results = parts.map((part, i) => {
        const points = questions(steps[i + steps.length - parts.length]).map(answer).filter(choice => choice?.value).map(choice => +choice.value)
        const n = points.length
        const sum = points.reduce((a, b) => a + b, 0)
        const tenths = n < form.dataset.least ? 0 : Math.floor((20 * sum + n) / (2 * n))
        const bands = [...part.querySelectorAll('[data-upto]')]
        const band = tenths && bands.find(band => tenths <= band.dataset.upto)
        bands.forEach(other => other.hidden = other != band)
        part.querySelector('.few').hidden = tenths
        part.querySelector('.few').textContent = words.few
        return { name: part.querySelector('h4').textContent, tenths, tip: band && band.querySelector('.try') }
      })
      const scored = results.filter(({ tenths }) => tenths)
      const best = scored.reduce((a, b) => b.tenths > a.tenths ? b : a, { tenths: 34 })
      const least = scored.reduce((a, b) => b.tenths < a.tenths ? b : a, { tenths: 51 })
      strength.textContent = best.name ? `${words.strength} ${best.name}.` : ''
      results.forEach(({ tip }) => tip && (tip.hidden = tip != least.tip))
      table.querySelector('tbody').replaceChildren(...scored.map(row))
      table.hidden = !scored.length
    }

    const row = ({ name, tenths }) => {
      const line = document.createElement('tr')
      line.innerHTML = '<th scope="row"></th><td class="end"></td><td aria-hidden="true"><svg viewBox="0 0 50 8" width="100" height="16"><rect width="50" height="8"/><rect height="8"/></svg></td>'
      line.firstChild.textContent = name
      line.children[1].textContent = (tenths / 10).toFixed(1)
      line.querySelector('rect + rect').setAttribute('width', tenths)
      return line
    }

    if (safety) {
      safety.querySelector('.safety-list').replaceWith(safety.querySelector('template').content)
      safety.querySelector('.safety-stop').remove()
    }
    scores.append(scoring.querySelector('.how'), ...parts)
    scoring.replaceWith(buttons, result)
    form.querySelector('.small').after(errors)
    form.classList.add('live')
    show(0, true)

    form.addEventListener('click', event => 'back' in event.target.dataset && show(now - 1))
    form.addEventListener('reset', () => {
      stopped?.remove()
      form.classList.remove('stopped')
      show(0, true)
    })
    result.querySelector('[type=reset]').addEventListener('click', () => setTimeout(() => show(0)))
    addEventListener('pagehide', () => form.reset())
    form.addEventListener('submit', event => {
      event.preventDefault()
      const asked = questions(steps[now])
      const open = asked.filter(question => !answer(question))
      if (open.length) return missing(open)
      if (steps[now] == safety && asked.some(question => answer(question).value == 'yes')) return stop()
      if (now + 1 == steps.length) add()
      show(now + 1)
    })
  })
}
