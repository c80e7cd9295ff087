import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { mouse } from './devices.ts'
import { meetings } from './meetings.ts'
import { myWeek } from './my-week.ts'
import { useStage } from './stage.ts'

/** Several people book and see meetings; how one person books is in meeting-flows.ts. */
const { api, visit, person } = useStage()
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
