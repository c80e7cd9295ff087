import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApi } from '../support/api.ts'
import { openVisitor, type Visitor } from '../support/browser.ts'
import { myWeek } from './my-week.ts'

/** A person paints their week: by mouse, by touch, by keyboard, and while the API fails. */
export function describeMyWeek(set: () => { url: string; browser: Browser }): void {
  describe('my week', () => {
    const visitors: Visitor[] = []
    afterEach(async () => {
      const complaints = visitors.flatMap((visitor) => visitor.complaints)
      await Promise.all(visitors.splice(0).map((visitor) => visitor.close()))
      expect(complaints).toEqual([])
    })
    const newEmail = () => `ada-${randomUUID()}@example.com`
    async function visit(options: Parameters<typeof openVisitor>[1] = {}, address = '') {
      const visitor = await openVisitor(set().browser, options)
      visitors.push(visitor)
      await visitor.page.goto(`${set().url}/${address}`)
      return visitor.page
    }
    const intervalsOf = async (email: string) => (await createApi(set().url).get(`/api/users/${email}`)).body.intervals

    test('what is dragged over by mouse is saved, and dragging over it again erases', async () => {
      const email = newEmail()
      const page = await visit()
      await myWeek.enterEmail(page, email)

      await myWeek.drag(page, 'Monday 09:00 to 09:30', 'Tuesday 11:30 to 12:00')
      await myWeek.saved(page)
      const painted = await intervalsOf(email)
      await myWeek.drag(page, 'Tuesday 10:00 to 10:30', 'Tuesday 11:30 to 12:00')
      await vi.waitUntil(async () => (await intervalsOf(email)).tuesday[0].end === '10:00')

      expect(painted.monday).toEqual([{ start: '09:00', end: '12:00' }])
      expect(painted.tuesday).toEqual([{ start: '09:00', end: '12:00' }])
      expect((await intervalsOf(email)).monday).toEqual([{ start: '09:00', end: '12:00' }])
    })

    test('by keyboard alone a week is painted, undone and saved, and each change is told', async () => {
      const email = newEmail()
      const page = await visit()
      await page.getByLabel('Your e-mail').focus()
      await page.keyboard.type(email)
      await page.keyboard.press('Enter')

      while ((await page.locator('[role=gridcell]:focus').count()) === 0) await page.keyboard.press('Tab')
      for (const key of ['PageDown', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Space']) await page.keyboard.press(key)
      const told = await page.getByTestId('announcement').textContent()
      for (const key of ['End', 'Space', 'Control+z']) await page.keyboard.press(key)
      await myWeek.saved(page)

      expect(told).toBe('Tuesday to Wednesday 11:00 to 12:00 is free')
      const { tuesday, wednesday, sunday } = await vi.waitFor(() => intervalsOf(email))
      expect([tuesday, wednesday, sunday]).toEqual([[{ start: '11:00', end: '12:00' }], [{ start: '11:00', end: '12:00' }], []])
    })

    test('a finger scrolls the page, and paints only in the paint mode', async () => {
      const email = newEmail()
      const page = await visit({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } })
      await myWeek.enterEmail(page, email)
      const touch = await page.context().newCDPSession(page)
      const swipe = async (from: string, to: string) => {
        const points = await Promise.all([from, to].map(async (name) => (await myWeek.cell(page, name).boundingBox())!))
        const [start, end] = points.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))
        await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [start!] })
        for (const part of [0.25, 0.5, 0.75, 1]) {
          const point = { x: start!.x + (end!.x - start!.x) * part, y: start!.y + (end!.y - start!.y) * part }
          await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] })
        }
        await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      }
      await myWeek.cell(page, 'Monday 12:00 to 12:30').scrollIntoViewIfNeeded()
      const scrolled = () => page.evaluate<number>('scrollY')
      const before = await scrolled()

      await swipe('Monday 11:00 to 11:30', 'Monday 09:00 to 09:30')
      await vi.waitUntil(async () => (await scrolled()) > before)
      const afterScrolling = await page.locator('.cell.free').count()
      await page.getByRole('button', { name: 'Paint with the finger' }).click()
      const still = await scrolled()
      await swipe('Monday 11:00 to 11:30', 'Wednesday 12:00 to 12:30')
      await myWeek.saved(page)

      expect(afterScrolling).toBe(0)
      expect(await scrolled()).toBe(still)
      expect((await intervalsOf(email)).wednesday).toEqual([{ start: '11:00', end: '12:30' }])
    })

    test('when the API fails in the middle of painting nothing is lost, not even by a reload, and a retry saves it', async () => {
      const email = newEmail()
      const page = await visit()
      await myWeek.enterEmail(page, email)
      await myWeek.drag(page, 'Monday 09:00 to 09:30', 'Monday 09:30 to 10:00')
      await myWeek.saved(page)
      await page.route('**/api/users/**', (route) => route.abort())

      await myWeek.drag(page, 'Friday 09:00 to 09:30', 'Friday 09:30 to 10:00')
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

    test('what somebody painted elsewhere is there on another device', async () => {
      const email = newEmail()
      const [here, there] = [await visit(), await visit()]
      await myWeek.enterEmail(here, email)
      await myWeek.drag(here, 'Monday 09:00 to 09:30', 'Monday 10:30 to 11:00')
      await myWeek.saved(here)

      await myWeek.enterEmail(there, email)
      await myWeek.saved(there)

      expect(await there.locator('.cell.free').count()).toBe(4)
    })

    test('a week painted before its e-mail is known to have another asks which of them counts', async () => {
      const email = newEmail()
      await createApi(set().url).post('/api/users', { email, intervals: { sunday: [{ start: '08:00', end: '09:00' }] } })
      const page = await visit()
      await myWeek.drag(page, 'Monday 09:00 to 09:30', 'Monday 09:00 to 09:30')

      await myWeek.enterEmail(page, email)
      await page.getByRole('button', { name: 'Keep what I painted' }).click()
      await myWeek.saved(page)

      const { monday, sunday } = await intervalsOf(email)
      expect([monday, sunday]).toEqual([[{ start: '09:00', end: '09:30' }], []])
    })

    test('the zone is the one of the device until another is searched for', async () => {
      const email = newEmail()
      const page = await visit({ timezoneId: 'Asia/Kolkata' })
      await myWeek.enterEmail(page, email)
      await myWeek.drag(page, 'Monday 09:00 to 09:30', 'Monday 09:00 to 09:30')
      await myWeek.saved(page)
      const zoneOf = async () => (await createApi(set().url).get(`/api/users/${email}`)).body.timezone
      const detected = await zoneOf()

      await page.getByRole('button', { name: /Change$/ }).click()
      await page.getByRole('combobox', { name: 'Search for a city or a zone' }).fill('new york')
      await page.getByRole('option', { name: /New York/ }).click()
      await vi.waitUntil(async () => (await zoneOf()) === 'America/New_York')

      expect(['Asia/Kolkata', 'Asia/Calcutta']).toContain(detected)
    })
  })
}
