import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { mouse } from './devices.ts'
import { findTime } from './find-time.ts'
import { myWeek } from './my-week.ts'
import { soon } from './soon.ts'
import { useStage } from './stage.ts'

/** The page keeps its state when a person leaves or reloads it, and when it is cut off or slow. */
const { api, visit, person, newEmail } = useStage()
const intervalsOf = async (email: string) => (await api().get(`/api/users/${email}`)).body.intervals
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
const nine = [{ start: '09:00', end: '10:00' }]

test('the page saves a week painted offline when the connection is back, without a press', async () => {
  const email = newEmail('ada')
  const page = await visit()
  await myWeek.enterEmail(page, email)
  await page.getByText('Nothing painted yet').waitFor()

  await page.context().setOffline(true)
  await page.getByText('You are offline.').waitFor()
  await mouse.paint(myWeek.cell(page, 'Monday 09:00 to 09:30'), myWeek.cell(page, 'Monday 09:30 to 10:00'))
  await page.getByText('Not saved yet').waitFor()
  await page.context().setOffline(false)
  await page.getByText('You are offline.').waitFor({ state: 'detached' })
  await myWeek.saved(page)

  expect((await intervalsOf(email)).monday).toEqual(nine)
})

test('back and forward lead through the views as they were, and each begins at its top', async () => {
  const ada = await person('ada', { monday: [9] })
  const page = await visit()
  await page.getByRole('link', { name: 'Find a time', exact: true }).click()
  await mouse.write(page.getByLabel('People, by e-mail'), ada)
  await page.keyboard.press('Enter')
  await findTime.suggestions(page).first().waitFor()
  const shown = await findTime.suggestions(page).first().innerText()
  await findTime.suggestions(page).first().getByRole('link', { name: /^Book/ }).click()
  await heading(page, 'Book this time')

  await page.goBack()
  await findTime.suggestions(page).first().waitFor()
  const again = await findTime.suggestions(page).first().innerText()
  const focused = await page.locator('main:focus').count()
  await page.goBack()
  await heading(page, 'When are you usually free?')
  await page.goForward()
  await heading(page, 'Find a time')

  expect([again, focused]).toEqual([shown, 1])
  expect(page.url()).toContain(ada)
})

test('a reload keeps each view as it is: the week, a booking, a meeting, the list of meetings', async () => {
  const ada = await person('ada', { monday: [9] })
  const meeting = { organizer: ada, attendees: [], title: 'Review', start: '2027-06-07T07:00:00Z', duration_minutes: 60 }
  const { id } = (await api().post('/api/meetings', meeting)).body
  const page = await visit()
  await myWeek.enterEmail(page, ada)
  await myWeek.saved(page)
  const seen: string[] = []

  for (const hash of ['week', `book?start=2027-06-14T07:00:00Z&duration=60&people=${ada}`, `meeting?id=${id}`, 'meetings']) {
    await page.goto(`/#/${hash}`)
    const settled = () =>
      page
        .getByText(hash === 'week' ? 'Saved' : /09:00.10:00/)
        .first()
        .waitFor()
    await settled()
    const before = await page.locator('main').innerText()
    await page.reload()
    seen.push(before)

    await vi.waitFor(async () => expect(await page.locator('main').innerText()).toBe(before), soon)
  }
  expect(seen[0]).toContain('1 h free')
})

test('a person who changes their zone while a search is shown sees the same instants on another clock', async () => {
  const ada = await person('ada', { wednesday: [14] })
  const page = await visit(`/#/find?required=${ada}`)
  await findTime
    .suggestions(page)
    .first()
    .getByText(/14:00.15:00/)
    .waitFor()

  await page.getByRole('link', { name: 'My week' }).click()
  await page.getByRole('button', { name: /Change$/ }).click()
  await page.locator('[role=combobox]:focus').waitFor()
  await page.keyboard.type('tokyo')
  await page.locator('.zone-list:not([style*="opacity: 0"])').waitFor()
  await page.getByRole('option', { name: /Tokyo/ }).click()
  await page.goBack()

  await findTime
    .suggestions(page)
    .first()
    .getByText(/2[12]:00.2[23]:00/)
    .waitFor()
  await page.getByText('Times are those of Tokyo.').waitFor()
  await findTime.cell(page, 'Wednesday ', ' 22:00, 1 of 1 free').waitFor()
})

test('a reader of American English gets their dates and twelve hours, in the grid and everywhere else', async () => {
  const ada = await person('ada', { wednesday: [14] })
  const page = await visit(`/#/find?required=${ada}`, { locale: 'en-US' })

  await findTime
    .suggestions(page)
    .first()
    .getByText(/2:00.{1,5}3:00\sPM/)
    .waitFor()
  const first = await findTime.suggestions(page).first().innerText()
  const hours = await page.getByRole('rowheader').allInnerTexts()
  await page.goto('/#/week')
  await myWeek.cell(page, 'Monday 9:00 AM to 9:30 AM').waitFor()

  expect(first).toMatch(/Wednesday, (November|December) \d+/)
  expect(hours).toEqual(expect.arrayContaining([expect.stringMatching(/^7\sAM$/), expect.stringMatching(/^2\sPM$/)]))
})
