import { expect, test, vi } from 'vitest'
import { keyboard, mouse, swipe, touch } from './devices.ts'
import { myWeek } from './my-week.ts'
import { soon } from './soon.ts'
import { useStage } from './stage.ts'

/** My week keeps what a person painted in it; the painting itself is in week-flows.ts. */
const { api, visit, newEmail } = useStage()
const intervalsOf = async (email: string) => (await api().get(`/api/users/${email}`)).body.intervals

test('the page tells a person who cannot see it of each change by keyboard', async () => {
  const page = await visit()
  const told = () => page.getByTestId('announcement').textContent()

  await keyboard.point(myWeek.cell(page, 'Tuesday 11:00 to 11:30'))
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowRight']) await page.keyboard.press(key)
  const selected = await told()
  await page.keyboard.press('Space')
  const painted = await told()
  await page.keyboard.press('Control+z')

  expect([selected, painted, await told()]).toEqual([
    'Tuesday to Wednesday 11:00 to 12:00 selected',
    'Tuesday to Wednesday 11:00 to 12:00 is free',
    'Undone',
  ])
})

test('a finger scrolls the page, and paints only in the paint mode', async () => {
  const email = newEmail('ada')
  const page = await visit('/', touch.options)
  await myWeek.enterEmail(page, email)
  const cell = (name: string) => myWeek.cell(page, name)
  await cell('Monday 12:00 to 12:30').scrollIntoViewIfNeeded()
  const scrolled = () => page.evaluate<number>('scrollY')
  const before = await scrolled()

  await swipe(cell('Monday 11:00 to 11:30'), cell('Monday 09:00 to 09:30'))
  await vi.waitUntil(async () => (await scrolled()) > before, soon)
  const afterScrolling = await page.locator('.cell.free').count()
  await page.getByRole('button', { name: 'Paint with the finger' }).click()
  await cell('Wednesday 12:00 to 12:30').scrollIntoViewIfNeeded()
  const still = await scrolled()
  await swipe(cell('Monday 11:00 to 11:30'), cell('Wednesday 12:00 to 12:30'))
  await myWeek.saved(page)

  expect(afterScrolling).toBe(0)
  expect(await scrolled()).toBe(still)
  expect((await intervalsOf(email)).wednesday).toEqual([{ start: '11:00', end: '12:30' }])
})

test('when the API fails in the middle of painting nothing is lost, not even by a reload, and a retry saves it', async () => {
  const email = newEmail('ada')
  const page = await visit()
  await myWeek.enterEmail(page, email)
  await mouse.paint(myWeek.cell(page, 'Monday 09:00 to 09:30'), myWeek.cell(page, 'Monday 09:30 to 10:00'))
  await myWeek.saved(page)
  await page.route('**/api/users/**', (route) => route.abort())

  await mouse.paint(myWeek.cell(page, 'Friday 09:00 to 09:30'), myWeek.cell(page, 'Friday 09:30 to 10:00'))
  await page.getByText('Not saved yet').waitFor()
  await page.reload()
  await page.getByText('Not saved yet').waitFor()
  const kept = await page.locator('.cell.free').count()
  await page.unroute('**/api/users/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await myWeek.saved(page)

  expect(kept).toBe(4)
  const { monday, friday } = await intervalsOf(email)
  expect([monday, friday]).toEqual([[{ start: '09:00', end: '10:00' }], [{ start: '09:00', end: '10:00' }]])
})

test('a text in a field that still has the focus is there after a reload', async () => {
  const email = newEmail('ada')
  const page = await visit()

  await page.getByLabel('Your name').pressSequentially('Ada')
  await page.getByLabel('Your e-mail').pressSequentially(email)
  await page.reload()

  expect(await page.getByLabel('Your e-mail').inputValue()).toBe(email)
  expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
})

test('a week painted on one device is there on another', async () => {
  const email = newEmail('ada')
  const [here, there] = [await visit(), await visit()]
  await myWeek.enterEmail(here, email)
  await mouse.paint(myWeek.cell(here, 'Monday 09:00 to 09:30'), myWeek.cell(here, 'Monday 10:30 to 11:00'))
  await myWeek.saved(here)

  await myWeek.enterEmail(there, email)
  await myWeek.saved(there)

  expect(await there.locator('.cell.free').count()).toBe(4)
})

test('a week painted before its e-mail is known to have another asks which of them counts', async () => {
  const email = newEmail('ada')
  await api().post('/api/users', { email, intervals: { sunday: [{ start: '08:00', end: '09:00' }] } })
  const page = await visit()
  await mouse.paint(myWeek.cell(page, 'Monday 09:00 to 09:30'), myWeek.cell(page, 'Monday 09:00 to 09:30'))

  await myWeek.enterEmail(page, email)
  await page.getByRole('button', { name: 'Keep what I painted' }).click()
  await myWeek.saved(page)

  const { monday, sunday } = await intervalsOf(email)
  expect([monday, sunday]).toEqual([[{ start: '09:00', end: '09:30' }], []])
})
