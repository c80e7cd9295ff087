import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { openVisitor } from '../support/browser.ts'
import { violationsOf } from './accessible.ts'
import { myWeek } from './my-week.ts'

/** From a suggestion to a meeting that can be moved and cancelled; and when somebody else was faster. */
export function describeBooking(set: () => { url: string; browser: Browser }): void {
  describe('book', () => {
    const api = () => createApi(set().url)
    async function person(name: string): Promise<string> {
      const email = `${name}-${randomUUID()}@example.com`
      await api().post('/api/users', { email, timezone: 'Europe/Paris', availabilities: { monday: [9, 10], tuesday: [9, 10] } })
      return email
    }
    async function book(page: Page, organizer: string): Promise<void> {
      await page.getByLabel('What is it about?').fill('Planning')
      await page.getByLabel('Where?').fill('Room 4')
      await page.getByLabel('Your e-mail').fill(organizer)
      await page.getByRole('button', { name: 'Book and invite' }).click()
    }
    const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

    test('a suggestion becomes a meeting with its replies, which is moved, and cancelled', async () => {
      const [ada, bob] = [await person('ada'), await person('bob')]
      const { page, complaints, close } = await openVisitor(set().browser)
      await page.goto(`${set().url}/#/find?required=${ada},${bob}`)
      await page.locator('.suggestions ol a.button').first().click()
      await book(page, ada)
      await heading(page, 'Planning').waitFor()
      const booked = await page.locator('main').innerText()
      const calendar = await page.getByRole('link', { name: 'Add to calendar' }).getAttribute('href')
      const violations = await violationsOf(page)

      await page.getByRole('button', { name: 'Reschedule' }).click()
      await page.getByLabel('New time').fill('10:00')
      await page.getByRole('button', { name: 'Move the meeting' }).click()
      await page.getByText('10:00–11:00').waitFor()
      await page.getByRole('button', { name: 'Cancel the meeting' }).click()
      await page.getByRole('button', { name: 'Yes, cancel it' }).click()
      await page.getByText('This meeting is cancelled.').waitFor()

      expect(booked).toMatch(/09:00–10:00[\s\S]*Room 4[\s\S]*no reply yet/)
      expect((await api().get(calendar!)).body).toContain('BEGIN:VCALENDAR')
      expect({ violations, complaints }).toEqual({ violations: [], complaints: [] })
      await close()
    })

    test('of two browsers that book the same person at once one is offered the next free times, and books one', async () => {
      const [ada, bob, eve] = [await person('ada'), await person('bob'), await person('eve')]
      const [one, two] = [await openVisitor(set().browser), await openVisitor(set().browser)]
      const visitors = [
        { ...one, organizer: bob },
        { ...two, organizer: eve },
      ]
      for (const { page, organizer } of visitors) {
        await page.goto(`${set().url}/#/find?required=${ada},${organizer}`)
        await page.locator('.suggestions ol a.button').first().click()
        await page.getByLabel('What is it about?').waitFor()
      }

      await Promise.all(visitors.map(({ page, organizer }) => book(page, organizer)))
      const offers = ({ page }: { page: Page }) => page.getByText('Free instead:').waitFor()
      const loser = await Promise.any(visitors.map((visitor) => offers(visitor).then(() => visitor)))
      await loser.page.locator('.stack .tools button').first().click()
      await loser.page.getByRole('button', { name: 'Book and invite' }).click()
      await Promise.all(visitors.map(({ page }) => heading(page, 'Planning').waitFor()))

      const { body } = await api().get(`/api/meetings?user=${ada}`)
      expect(body.meetings).toHaveLength(2)
      expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([])
      await Promise.all(visitors.map(({ close }) => close()))
    })

    test('somebody sees what is ahead of them', async () => {
      const [ada, bob] = [await person('ada'), await person('bob')]
      const inAWeek = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 7 * 86_400_000).toISOString()
      await api().post('/api/meetings', {
        organizer: bob,
        attendees: [ada],
        title: 'Review',
        start: inAWeek,
        duration_minutes: 60,
      })
      const { page, close } = await openVisitor(set().browser)
      await page.goto(set().url)
      await myWeek.enterEmail(page, ada)
      await myWeek.saved(page)

      await page.getByRole('link', { name: 'Meetings' }).click()
      await page.getByRole('link', { name: 'Review' }).click()
      await heading(page, 'Review').waitFor()

      expect(await page.locator('.replies').innerText()).toContain(bob)
      await close()
    })
  })
}
