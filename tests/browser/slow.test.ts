import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useStage } from './stage.ts'

/** What is seen while answers take their time, and that nothing jumps when they come. */
const { api, visit, person } = useStage()

/** Google's limit for a good page. */
const MOST_SHIFT = 0.1

const WATCH_SHIFTS = `
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) globalThis.shifted += shift.value
  }).observe({ type: 'layout-shift', buffered: true })`

/** Answers of the API come when they are released, and not before. */
async function holdAnswers(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/api/**', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

const meeting = { title: 'Review', location: 'Room 4', start: '2027-06-07T07:00:00Z', duration_minutes: 60 }
const addresses = {
  'my week': async (email: string) => ({ address: `/#/week`, email, waits: 'Loading your week', shown: '.save-note.saved' }),
  'find a time': async (email: string) => ({
    address: `/#/find?required=${email}`,
    email: '',
    waits: 'Looking for times',
    shown: '.suggestions ol',
  }),
  meeting: async (email: string) => {
    const { id } = (await api().post('/api/meetings', { ...meeting, organizer: email, attendees: [] })).body
    return { address: `/#/meeting?id=${id}`, email: '', waits: 'Loading', shown: '.replies' }
  },
  meetings: async (email: string) => {
    await api().post('/api/meetings', { ...meeting, organizer: email, attendees: [] })
    return { address: '/#/meetings', email, waits: 'Loading', shown: '.replies a' }
  },
}

test.each(Object.entries(addresses))(
  '%s says that it waits, and stays in its place when the answer comes',
  async (_, prepare) => {
    const { address, email, waits, shown } = await prepare(await person('ada', { monday: [9, 10], friday: [15] }))
    const page = await visit('/reply')
    await page.addInitScript(WATCH_SHIFTS)
    if (email !== '') await page.evaluate((draft) => localStorage.setItem('w2meet.my-week', draft), draftOf(email))
    const release = await holdAnswers(page)

    await page.goto(address)
    await page.getByText(waits).waitFor()
    release()
    await page.locator(shown).waitFor()

    expect(await page.evaluate<number>('shifted')).toBeLessThan(MOST_SHIFT)
  },
)

/** What an earlier visit leaves in the browser. */
function draftOf(email: string): string {
  const week = Buffer.alloc(84).toString('base64')
  return JSON.stringify({ email, name: '', timezone: 'Europe/Paris', preferences: 'first', week, unsaved: false, seen: true })
}
