import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { myWeek } from './my-week.ts'
import { invite } from './reply-links.ts'
import type { Stage } from './stage.ts'

/** A view, or a state of a view: `open` brings it about, and resolves when the page shows it. */
type View = {
  name: string
  /** The part of the view that axe-core looks at, where that is not all of it. */
  part?: string
  open(stage: Stage): Promise<Page>
}

/** Opens a view by an address about somebody who is free for three hours a week. */
function at(name: string, hashOf: (email: string) => string, shown: string): View {
  return {
    name,
    async open({ visit, person }) {
      const page = await visit(`/${hashOf(await person('eve', { monday: [9, 10], friday: [15] }))}`)
      await page.locator(shown).first().waitFor()
      return page
    },
  }
}

const PLANNING = { title: 'Planning', location: 'Room 4', start: '2027-06-07T09:00:00Z', duration_minutes: 60 }

async function bookWithBob({ api, person }: Stage): Promise<{ organizer: string; id: string }> {
  const [organizer, bob] = [await person('eve', {}), await person('bob', {})]
  const { body } = await api().post('/api/meetings', { ...PLANNING, organizer, attendees: [bob] })
  return { organizer, id: body.id }
}

export const views: View[] = [
  at('my week', () => '', '.cell'),
  {
    name: 'my week, painted',
    async open({ visit, person }) {
      const page = await visit()
      await myWeek.enterEmail(page, await person('eve', { monday: [9, 10], wednesday: [13, 14, 15], friday: [9, 16] }))
      await myWeek.saved(page)
      return page
    },
  },
  {
    name: 'my week, as a list',
    async open({ visit }) {
      const page = await visit()
      await page.getByRole('button', { name: 'Mon–Fri 9–17' }).click()
      await page.getByLabel('Edit as').selectOption('List')
      await page.locator('.day-list').waitFor()
      return page
    },
  },
  {
    name: 'my week, searching for a zone',
    // The rest of the view is hidden from screen readers while the list is open; axe-core takes that for a mistake.
    part: '.zone-list',
    async open({ visit }) {
      const page = await visit()
      await page.getByRole('button', { name: /Change$/ }).click()
      await page.locator('.zone-list:not([style*="opacity: 0"])').waitFor()
      return page
    },
  },
  {
    name: 'my week, not saved',
    async open({ visit, newEmail }) {
      const page = await visit()
      await page.route('**/api/**', (route) => route.abort())
      await myWeek.enterEmail(page, newEmail('eve'))
      await page.getByText('Not saved yet').waitFor()
      return page
    },
  },
  {
    name: 'my week, offline',
    async open({ visit }) {
      const page = await visit()
      await page.context().setOffline(true)
      await page.locator('.offline').waitFor()
      return page
    },
  },
  at('find a time', (email) => `#/find?required=${email}`, '.suggestions ol'),
  at('find a time, without anybody', () => '#/find', '.empty'),
  at('find a time, where there is none', (email) => `#/find?required=${email}&duration=720`, '.none'),
  {
    name: 'find a time, for 200 people',
    async open({ api, visit }) {
      const people = Array.from({ length: 200 }, (_, index) => `person-${index}@many.example.com`)
      await Promise.all(
        people.map((email, index) =>
          api().post('/api/users', { email, availabilities: { monday: [9 + (index % 8), 10 + (index % 8)], tuesday: [9] } }),
        ),
      )
      const page = await visit(`/#/find?required=${people.slice(0, 5)}&optional=${people.slice(5)}`)
      await page.locator('.suggestions ol').waitFor()
      await page.locator('[role=gridcell][aria-label*="200 of 200 free"]').first().waitFor()
      return page
    },
  },
  {
    name: 'find a time, where no answer comes',
    async open({ visit, person }) {
      const page = await visit()
      await page.route('**/api/**', (route) => route.abort())
      await page.goto(`/#/find?required=${await person('eve', {})}`)
      await page.locator('.suggestions .notice').waitFor()
      return page
    },
  },
  at('book', (email) => `#/book?start=2027-01-04T09:00:00Z&duration=60&people=${email}`, '.stack'),
  {
    name: 'book, where somebody was faster',
    async open({ api, visit, person }) {
      const eve = await person('eve', { monday: [9, 10, 11], tuesday: [9] })
      await api().post('/api/meetings', { ...PLANNING, start: '2027-01-04T09:00:00Z', organizer: eve, attendees: [] })
      const page = await visit(`/#/book?start=2027-01-04T09:00:00Z&duration=60&people=${eve}`)
      await page.getByLabel('What is it about?').fill('Review')
      await page.getByLabel('Your e-mail').fill(eve)
      await page.getByRole('button', { name: 'Book and invite' }).click()
      await page.getByText('Free instead:').waitFor()
      return page
    },
  },
  {
    name: 'meeting, being moved',
    async open(stage) {
      const page = await stage.visit(`/#/meeting?id=${(await bookWithBob(stage)).id}`)
      await page.getByRole('button', { name: 'Reschedule' }).click()
      await page.getByRole('button', { name: 'Cancel the meeting' }).click()
      return page
    },
  },
  {
    name: 'meeting, cancelled',
    async open(stage) {
      const { id } = await bookWithBob(stage)
      await stage.api().delete(`/api/meetings/${id}`)
      const page = await stage.visit(`/#/meeting?id=${id}`)
      await page.getByText('This meeting is cancelled.').waitFor()
      return page
    },
  },
  at('meeting, not there', () => '#/meeting?id=0193a5b0-0000-7000-8000-00000000000a', '.notice'),
  at('meetings, of nobody yet', () => '#/meetings', '.empty'),
  {
    name: 'meetings',
    async open(stage) {
      const { organizer } = await bookWithBob(stage)
      const page = await stage.visit()
      await myWeek.enterEmail(page, organizer)
      await page.getByRole('link', { name: 'Meetings' }).click()
      await page.getByRole('link', { name: 'Planning' }).waitFor()
      return page
    },
  },
  {
    name: 'reply',
    async open(stage) {
      const page = await stage.visit((await invite(stage, inject('mailFolder'))).links.accepted)
      await page.getByRole('heading', { name: 'Planning' }).waitFor()
      return page
    },
  },
  {
    name: 'reply, by a broken link',
    async open({ visit }) {
      const page = await visit('/reply/#meeting=0193')
      await page.getByText('not complete').waitFor()
      return page
    },
  },
]
