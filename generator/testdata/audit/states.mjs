// What pages become when somebody uses them: each state with the pages that have it, and how a reader gets there.
const choose = (tab, form, index) => tab.$$eval(`${form} input`, (inputs, i) => inputs.at(i).click(), index);
const submit = (tab, form) => tab.$eval(form, (form) => form.requestSubmit());
const has = (mark) => (text) => text.includes(mark);
const questions = has('class="quiz"');
const reflection = has('class="reflection"');

// answer fills in one step of the reflection, at the same place of each of its questions, and goes on.
async function answer(tab, place) {
  await tab.$$eval('.step:not([hidden]) fieldset', (all, place) => all.forEach((question) => question.querySelectorAll('input')[place].click()), place);
  await submit(tab, '.reflection');
}

export const states = [
  { name: 'search', has: (text, page) => page === 'index.html' || text.includes('id="_search-index"'), async enter(tab) {
    await tab.click('.search');
    await tab.waitForFunction(() => window.findInGuide && document.activeElement.id === '_search');
    await tab.keyboard.type('saying no');
    await tab.waitForSelector('[role=option]');
    await tab.keyboard.press('ArrowDown');
  } },
  { name: 'popover', has: has('popovertarget="'), async enter(tab) {
    await tab.$eval('main [popovertarget]', (button) => button.click());
    await tab.waitForSelector(':popover-open');
  } },
  { name: 'question unanswered', has: questions, enter: (tab) => submit(tab, '.quiz') },
  { name: 'question right', has: questions, async enter(tab) {
    const right = await tab.$$eval('.quiz:first-of-type li', (answers) => answers.findIndex((answer) => 'right' in answer.dataset));
    await choose(tab, '.quiz', right);
    await submit(tab, '.quiz');
  } },
  { name: 'question wrong', has: questions, async enter(tab) {
    const wrong = await tab.$$eval('.quiz:first-of-type li', (answers) => answers.findIndex((answer) => !('right' in answer.dataset)));
    await choose(tab, '.quiz', wrong);
    await submit(tab, '.quiz');
  } },
  { name: 'reflection unanswered', has: reflection, enter: (tab) => submit(tab, '.reflection') },
  { name: 'reflection, safety', has: reflection, async enter(tab) {
    await answer(tab, 0);
    await tab.waitForSelector('.safety-result');
  } },
  { name: 'reflection, a part', has: reflection, enter: (tab) => answer(tab, 1) },
  { name: 'reflection, result', has: reflection, async enter(tab) {
    await answer(tab, 1);
    for (let place = 0; await tab.$('.step:not([hidden])'); place = (place + 1) % 5) await answer(tab, place);
    await tab.waitForSelector('.result:not([hidden]) tbody tr');
  } },
  { name: 'reflection, all skipped', has: reflection, async enter(tab) {
    await answer(tab, 2);
    while (await tab.$('.step:not([hidden])')) await answer(tab, 5);
    await tab.waitForSelector('.result:not([hidden])');
  } },
];
