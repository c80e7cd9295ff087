import type { Page } from 'playwright-core'
import { openBrowser } from '../../tests/support/browser.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const PEOPLE = 200
const DRAGS = 10

/** What a page measures of itself between two moments. */
type Measured = { frameMs: number[]; longTaskMs: number[] }

/**
 * How long after a move of the mouse the page is drawn again: a drag over the grid of a week at 15 minutes, and the mouse
 * over the heat map of 200 people. Each move waits for its frame, so a frame is what a person waits.
 */
export async function measureDrags(url: string): Promise<Table> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB' })
    const emails = await savePeople(url)
    await page.goto(url)
    await page.getByLabel('Rows of').selectOption('15')
    const week = await drag(page, true)
    await page.goto(`${url}/#/find?required=${emails.join(',')}`)
    await page.locator('.heat-5, .heat-4, .heat-3').first().waitFor()
    const heat = await drag(page, false)
    return {
      title: 'Dragging',
      note: `From a move of the mouse to the frame that shows it, in ms, of ${DRAGS} drags; tasks over 50 ms. A frame at 60 Hz is 16.7 ms.`,
      head: ['grid', 'moves', 'median', '95 %', 'worst', 'long tasks'],
      rows: [row('a week at 15 minutes, painted', week), row(`a heat map of ${PEOPLE} people`, heat)],
    }
  } finally {
    await browser.close()
  }
}

async function savePeople(url: string): Promise<string[]> {
  const emails = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.com`)
  for (const [index, email] of emails.entries()) {
    const hours = Array.from({ length: 8 }, (_, hour) => 8 + ((hour + index) % 12))
    const availabilities = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours }
    const body = JSON.stringify({ email, availabilities })
    await fetch(`${url}/api/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
  return emails
}

async function drag(page: Page, paints: boolean): Promise<Measured> {
  const cells = page.locator('[role=gridcell]')
  const [first, last] = [(await cells.first().boundingBox())!, (await cells.nth(6).boundingBox())!]
  await page.evaluate(OBSERVE)
  for (let index = 0; index < DRAGS; index++) {
    await page.mouse.move(first.x + 5, first.y + 5)
    if (paints) await page.mouse.down()
    for (let step = 1; step <= 24; step++) {
      const part = step / 24
      await page.mouse.move(first.x + 5 + (last.x - first.x) * part, first.y + 5 + 380 * part)
    }
    if (paints) await page.mouse.up()
  }
  return page.evaluate<Measured>('globalThis.measured')
}

/** From the event's own time to the first task after its frame was drawn. */
const OBSERVE = `
  globalThis.measured = { frameMs: [], longTaskMs: [] }
  new PerformanceObserver((list) => measured.longTaskMs.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  if (!globalThis.observing) addEventListener('pointermove', (event) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => measured.frameMs.push(performance.now() - event.timeStamp)
    requestAnimationFrame(() => channel.port2.postMessage(undefined))
  }, { capture: true })
  globalThis.observing = true
`

function row(name: string, { frameMs, longTaskMs }: Measured): string[] {
  const sorted = frameMs.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(1)
  return [name, String(sorted.length), median(frameMs).toFixed(1), at(0.95), at(1), String(longTaskMs.length)]
}
