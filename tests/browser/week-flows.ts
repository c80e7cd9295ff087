import { describe, expect, test, vi } from 'vitest'
import type { Device } from './devices.ts'
import { myWeek } from './my-week.ts'
import { soon } from './soon.ts'
import type { Stage } from './stage.ts'

/** A person says when they are free. */
export function describeWeekFlows({ api, visit, newEmail }: Stage, device: Device): void {
  describe('my week', () => {
    const personOf = async (email: string) => (await api().get(`/api/users/${email}`)).body
    const intervalsOf = async (email: string) => (await personOf(email)).intervals
    async function visitAs(email: string) {
      const page = await visit('/', device.options)
      await device.write(page.getByLabel('Your e-mail'), email)
      await page.keyboard.press('Enter')
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      return { page, button, cell: (name: string) => myWeek.cell(page, name) }
    }

    test('painted hours are saved, painting over them erases them, and undo takes that back', async () => {
      const email = newEmail('ada')
      const { page, button, cell } = await visitAs(email)

      await device.paint(cell('Monday 09:00 to 09:30'), cell('Tuesday 11:30 to 12:00'))
      await myWeek.saved(page)
      const painted = await intervalsOf(email)
      await device.paint(cell('Tuesday 10:00 to 10:30'), cell('Tuesday 11:30 to 12:00'))
      await vi.waitUntil(async () => (await intervalsOf(email)).tuesday[0].end === '10:00', soon)
      await device.press(button('Undo'))
      await vi.waitUntil(async () => (await intervalsOf(email)).tuesday[0].end === '12:00', soon)

      const nineToTwelve = [{ start: '09:00', end: '12:00' }]
      expect(painted).toMatchObject({ monday: nineToTwelve, tuesday: nineToTwelve, wednesday: [] })
      expect(await intervalsOf(email)).toEqual(painted)
    })

    test('working hours are one press, a day is copied to others, and a cleared week comes back by undo', async () => {
      const email = newEmail('ada')
      const { page, button, cell } = await visitAs(email)

      await device.press(button('Mon–Fri 9–17'))
      await device.paint(cell('Monday 09:00 to 09:30'), cell('Monday 11:30 to 12:00'))
      await device.press(page.locator('summary', { hasText: 'Copy a day' }))
      await device.tick(page.getByRole('checkbox', { name: 'Sunday' }))
      await device.press(button('Copy'))
      const told = await page.getByTestId('announcement').textContent()
      await device.press(button('Clear'))
      const cleared = await page.locator('.cell.free').count()
      await device.press(button('Undo'))
      await myWeek.saved(page)

      const fromTwelve = [{ start: '12:00', end: '17:00' }]
      expect(await intervalsOf(email)).toMatchObject({ monday: fromTwelve, friday: fromTwelve, sunday: fromTwelve, saturday: [] })
      expect(told).toBe('Monday is copied to Tuesday, Wednesday, Thursday, Friday and Sunday')
      expect(cleared).toBe(0)
    })

    test('the week is also a list, in which times are added, changed and removed', async () => {
      const email = newEmail('ada')
      const { page, button } = await visitAs(email)

      await device.choose(page.getByLabel('Edit as'), 'List')
      await device.press(button('Add time on Tuesday'))
      await device.press(button('Add time on Tuesday'))
      await device.choose(page.getByLabel('Tuesday until').first(), '09:45')
      await device.press(button('Remove Tuesday 11:00 to 12:00'))
      await myWeek.saved(page)

      expect((await intervalsOf(email)).tuesday).toEqual([{ start: '09:00', end: '09:45' }])
    })

    test('the zone is the one of the device until another is searched for', async () => {
      const email = newEmail('ada')
      const { page, button } = await visitAs(email)
      await device.press(button('Mon–Fri 9–17'))
      await myWeek.saved(page)
      const detected = (await personOf(email)).timezone

      await device.press(page.getByRole('button', { name: /Change$/ }))
      await page.locator('[role=combobox]:focus').waitFor()
      await page.keyboard.type('new york')
      // Until the list has its place it is there, but cannot be seen.
      await page.locator('.zone-list:not([style*="opacity: 0"])').waitFor()
      await device.pick(page.getByRole('option', { name: /New York/ }))
      await vi.waitUntil(async () => (await personOf(email)).timezone === 'America/New_York', soon)

      expect(detected).toBe('Europe/Paris')
    })
  })
}
