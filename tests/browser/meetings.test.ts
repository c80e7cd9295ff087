import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { mouse } from './devices.ts'
import { meetings } from './meetings.ts'
import { myWeek } from './my-week.ts'
import { invite } from './reply-links.ts'
import { useStage } from './stage.ts'

/** Several people book and see meetings; how one person books is in meeting-flows.ts. */
const stage = useStage()
const { api, visit, person } = stage
const both = { monday: [9, 10], tuesday: [9, 10] }

test('of two browsers that book the same person at once one is offered the next free times, and books one', async () => {
  const [ada, ...organizers] = [await person('ada', both), await person('bob', both), await person('eve', both)]
  const visitors = await Promise.all(
    organizers.map(async (organizer) => {
      const page = await visit(`/#/find?required=${ada},${organizer}`)
      await page.locator('.suggestions ol a.button').first().click()
      await meetings.fill(mouse, page, { title: 'Planning', organizer })
      return page
    }),
  )
  const button = (page: Page) => page.getByRole('button', { name: 'Book and invite' })

  await Promise.all(visitors.map((page) => button(page).click()))
  const offered = visitors.map((page) =>
    page
      .getByText('Free instead:')
      .waitFor()
      .then(() => page),
  )
  const loser = await Promise.any(offered)
  await loser.locator('form .tools button').first().click()
  await button(loser).click()
  await Promise.all(visitors.map((page) => page.getByRole('heading', { name: 'Planning', level: 1 }).waitFor()))

  expect((await api().get(`/api/meetings?user=${ada}`)).body.meetings).toHaveLength(2)
})

test('a person sees the meetings ahead of them', async () => {
  const [ada, bob] = [await person('ada', both), await person('bob', both)]
  const { status } = await api().post('/api/meetings', {
    organizer: bob,
    attendees: [ada],
    title: 'Review',
    start: '2027-06-07T09:00:00Z',
    duration_minutes: 60,
  })
  const page = await visit()
  await myWeek.enterEmail(page, ada)
  await myWeek.saved(page)

  await page.getByRole('link', { name: 'Meetings' }).click()
  await page.getByRole('link', { name: 'Review' }).click()
  await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor()

  expect(status).toBe(201)
  expect(await page.locator('.replies').innerText()).toContain(bob)
})

test('who may come does not keep a time from being booked, and is invited as one who may', async () => {
  const [ada, bob] = [await person('ada', both), await person('bob', {})]
  const page = await visit(`/#/find?required=${ada}&optional=${bob}`)
  await page.locator('.suggestions ol a.button').first().click()
  const start = new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('start')
  await api().post('/api/meetings', { organizer: bob, attendees: [], title: 'Dentist', start, duration_minutes: 60 })

  await meetings.fill(mouse, page, { title: 'Planning', organizer: ada })
  await page.getByRole('button', { name: 'Book and invite' }).click()
  await page.getByRole('heading', { name: 'Planning', level: 1 }).waitFor()

  expect(await page.locator('.replies').innerText()).toMatch(new RegExp(`${bob}\\s+may come\\s+no reply yet`))
})

test('a person sees beside each meeting how they take part in it', async () => {
  const { id, guest, organizer, links } = await invite(stage, inject('mailFolder'))
  const token = new URLSearchParams(new URL(links.declined).hash.slice(1)).get('token')
  expect((await api().post(`/api/meetings/${id}/replies`, { token, status: 'declined' })).status).toBe(200)
  const book = (by: string, attendees: string[], title: string, day: number) =>
    api().post('/api/meetings', { organizer: by, attendees, title, start: `2027-06-0${day}T09:00:00Z`, duration_minutes: 60 })
  await book(guest, [], 'Mine', 8)
  await book(organizer, [guest], 'Unanswered', 9)
  const page = await visit()
  await myWeek.enterEmail(page, guest)
  await myWeek.saved(page)

  await page.getByRole('link', { name: 'Meetings' }).click()
  await page.getByRole('link', { name: 'Mine' }).waitFor()

  const lines = await page.locator('.replies li').allInnerTexts()
  expect(lines.map((line) => line.split(/\s*\n\s*/).slice(0, 2))).toEqual([
    ['Planning', 'you do not come'],
    ['Mine', 'you organize it'],
    ['Unanswered', 'you have not replied'],
  ])
})
