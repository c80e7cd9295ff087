import { expect, test } from 'vitest'
import { keyboard } from './devices.ts'
import { findTime } from './find-time.ts'
import { myWeek } from './my-week.ts'
import { soon } from './soon.ts'
import { useStage } from './stage.ts'

/** The page tells a group of its times; how a person asks for them is in find-flows.ts. */
const { visit, person, newEmail } = useStage()

test('two people who are added get the hours they share, with the reason, and the address keeps the search', async () => {
  const ada = await person('ada', { tuesday: [9, 10] })
  const bob = await person('bob', { tuesday: [10, 11] })
  const page = await visit('/#/find')

  await page.getByLabel('People, by e-mail').fill(`${ada}, ${bob}`)
  await page.keyboard.press('Enter')
  await findTime.suggestions(page).first().waitFor()
  const shown = await findTime.suggestions(page).first().innerText()
  await page.reload()
  await findTime.suggestions(page).first().waitFor()

  expect(shown).toMatch(/Tuesday \d+ \w+[\s\S]*10:00–11:00[\s\S]*2 of 2 free[\s\S]*All 2 are free/)
  expect(await findTime.suggestions(page).first().innerText()).toBe(shown)
  expect(page.url()).toContain(`required=${ada},${bob}`)
})

test('somebody who is not known yet is named, and the others get their times', async () => {
  const ada = await person('ada', { monday: [9] })
  const page = await visit(`/#/find?required=${ada},${newEmail('nobody')}`)

  await findTime.suggestions(page).first().waitFor()

  expect(await page.locator('.not-known').innerText()).toContain('has not painted a week yet')
  expect(await findTime.suggestions(page).first().innerText()).toContain('1 of 1 free')
})

test('times are those of the viewer, and the clocks of the others are at hand', async () => {
  const ada = await person('ada', { wednesday: [14] })
  const page = await visit(`/#/find?required=${ada}`, { timezoneId: 'Asia/Tokyo' })

  const others = page.locator('.local-times').first()
  await others.waitFor()
  // Answers that come in above move the summary, on a busy machine between a press and its release.
  const opened = async () => {
    if ((await others.getAttribute('open')) === null) await others.locator('summary').click()
    return findTime.suggestions(page).first().innerText()
  }

  await expect.poll(opened, soon).toMatch(/Wednesday[\s\S]*2[12]:00–2[23]:00[\s\S]*Paris[\s\S]*14:00–15:00/)
})

test('in the week in which clocks change a meeting stays at its hour, and the skipped hour is nobody’s', async () => {
  const ada = await person('ada', { saturday: [2], sunday: [2, 9], monday: [9] })
  // 28 March 2027: at 02:00 it is 03:00.
  const page = await visit(`/#/find?required=${ada}&from=2027-03-22&to=2027-03-28&week=2027-03-28`)

  await findTime.cell(page, 'Sunday, 28 March 2027 ', '09:00, 1 of 1 free').waitFor()

  expect(await findTime.cell(page, 'Saturday, 27 March 2027 ', '02:00, 1 of 1 free').count()).toBe(1)
  expect(await findTime.cell(page, 'Sunday, 28 March 2027 ', '02:00, 0 of 1 free').count()).toBe(1)
  expect(await findTime.suggestions(page).allInnerTexts()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/Monday, 22 March 2027\s+09:00–10:00/),
      expect.stringMatching(/Sunday, 28 March 2027\s+09:00–10:00/),
    ]),
  )
})

test('the page says that an answer does not come, and asks for it again on demand', async () => {
  const ada = await person('ada', { monday: [9] })
  const page = await visit('/#/find')
  await page.route('**/api/suggestions', (route) => route.abort())

  await page.getByLabel('People, by e-mail').fill(ada)
  await page.keyboard.press('Enter')
  await page.getByText('cannot be reached').waitFor()
  await page.unroute('**/api/suggestions')
  await page.locator('.suggestions').getByRole('button', { name: 'Try again' }).click()
  await findTime.suggestions(page).first().waitFor()

  expect(await page.getByText('cannot be reached').count()).toBe(0)
})

test('of a group as many come as are wanted, within the hours chosen, and the address says so', async () => {
  const [ada, bob, eve] = [
    await person('ada', { tuesday: [8, 9, 10, 11] }),
    await person('bob', { tuesday: [8, 11] }),
    await person('eve', { tuesday: [10] }),
  ]
  const page = await visit(`/#/find?required=${ada}&group=2,${bob},${eve}&prefer=first`)
  await page.locator('.none').waitFor()

  await page.getByLabel('How many of group A must come').selectOption('1')
  await findTime.suggestions(page).first().getByText('08:00–09:00').waitFor()
  await page.getByText('Further choices').click()
  await page.getByLabel('Only within certain hours').check()
  await findTime.suggestions(page).first().getByText('10:00–11:00').waitFor()
  await page.reload()
  await findTime.suggestions(page).first().getByText('10:00–11:00').waitFor()

  expect(page.url()).toMatch(new RegExp(`group=1,${bob},${eve}&hours=12345,09:00-17:00`))
  expect(await page.getByLabel('Only within certain hours').isChecked()).toBe(true)
  expect(await page.getByLabel(`${eve} is`).locator(':checked').innerText()).toBe('of group A')
})

test('a person who gets another role or is removed leaves the keyboard where it was', async () => {
  const [ada, bob] = [await person('ada', { monday: [9] }), await person('bob', { monday: [9] })]
  const page = await visit(`/#/find?required=${ada},${bob}`)
  const focused = () => page.locator(':focus').evaluate((element) => element.getAttribute('aria-label') ?? element.id)

  await keyboard.choose(page.getByLabel(`${ada} is`), 'of a new group')
  await page.getByText('Group A: at least').waitFor()
  const afterRole = await focused()
  await keyboard.press(page.getByRole('button', { name: `Remove ${ada}` }))
  await page.getByText('Group A: at least').waitFor({ state: 'detached' })

  expect([afterRole, await focused()]).toEqual([`${ada} is`, 'person'])
})

test('an address with an umlaut is the same person on My week and in Find', async () => {
  const name = `info-${Date.now()}`
  const week = await visit()
  await week.getByRole('button', { name: 'Mon–Fri 9–17' }).click()
  await myWeek.enterEmail(week, `${name}@München.example`)
  await myWeek.saved(week)

  const page = await visit('/#/find')
  await page.getByLabel('People, by e-mail').fill(`${name}@münchen.example`)
  await page.keyboard.press('Enter')
  await page.locator('.suggestions').getByText('1 of 1 free').first().waitFor()

  expect(await page.locator('.persons .email').allInnerTexts()).toEqual([`${name}@xn--mnchen-3ya.example`])
  expect(await page.locator('.not-known').count()).toBe(0)
})
