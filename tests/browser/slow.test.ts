import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useStage } from './stage.ts'

/** The page shows that it waits while answers take their time, and nothing jumps when they come. */
const { api, visit, person } = useStage()

/** Google's limit for a good page. */
const MAX_SHIFT = 0.1

const WATCH_SHIFTS = `
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) globalThis.shifted += shift.value
  }).observe({ type: 'layout-shift', buffered: true })`

/** Holds the answers of the API back until the test releases them. */
async function holdAnswers(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/api/**', async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

const FREE_CELL = '[role=gridcell][aria-label*="1 of 1 free"]'
const wide = { width: 1280, height: 900 }
const phone = { width: 390, height: 800 }
const REVIEW = { title: 'Review', location: 'Room 4', start: '2027-06-07T07:00:00Z', duration_minutes: 60 }

/** A person's view: its words while it waits, and its words in the end. */
type Case = { view: string; viewport: typeof wide; waits: string; shown: string; hashOf: (email: string, id: string) => string }

const cases = [wide, phone].flatMap((viewport): Case[] => [
  { view: 'my week', viewport, waits: 'Loading your week', shown: '.save-note.saved', hashOf: () => 'week' },
  { view: 'meeting', viewport, waits: 'Loading', shown: '.replies', hashOf: (_, id) => `meeting?id=${id}` },
  { view: 'meetings', viewport, waits: 'Loading', shown: '.replies a', hashOf: () => 'meetings' },
  { view: 'find a time', viewport, waits: 'Looking for times', shown: FREE_CELL, hashOf: (email) => `find?required=${email}` },
])
test.each(cases)(
  '$view, $viewport.width px wide, says that it waits, and stays in its place when the answer comes',
  async ({ viewport, waits, shown, hashOf }) => {
    const ada = await person('ada', { monday: [9, 10], friday: [15] })
    const { id } = (await api().post('/api/meetings', { ...REVIEW, organizer: ada, attendees: [] })).body
    const page = await visit('/reply', { viewport })
    await page.addInitScript(WATCH_SHIFTS)
    await page.evaluate((draft) => localStorage.setItem('w2meet.my-week', draft), draftOf(ada))
    const release = await holdAnswers(page)

    await page.goto(`/#/${hashOf(ada, id)}`)
    await page.getByText(waits).waitFor()
    release()
    await page.locator(shown).first().waitFor()

    expect(await page.evaluate<number>('shifted')).toBeLessThan(MAX_SHIFT)
  },
)

/** The traces of an earlier visit in the browser. */
function draftOf(email: string): string {
  const week = Buffer.alloc(84).toString('base64')
  return JSON.stringify({ email, name: '', timezone: 'Europe/Paris', preferences: 'first', week, unsaved: false, seen: true })
}
