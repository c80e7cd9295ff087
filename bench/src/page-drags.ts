import type { Page } from 'playwright-core'
import { openBrowser } from '../../tests/support/browser.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const DRAGS = 10
const ROWS = 24

/** The times of each move that a page measures itself: its own work, and all until the move is seen. */
type Measured = { workMs: number[]; seenMs: number[]; longTaskMs: number[] }

/**
 * How long after a move of the mouse the page is drawn again: a drag over the grid of a week at 15 minutes, and the mouse
 * over the heat map of 200 people. Chromium gives a move to the page when a frame begins, so up to a frame is waited for that.
 */
export async function measureDrags(url: string, people: readonly string[]): Promise<Table> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB' })
    await page.goto(url)
    await page.getByLabel('Rows of').selectOption('15')
    const week = await drag(page, true)
    await page.goto(`${url}/#/find?required=${people.join()}`)
    await page.locator('.heat-5, .heat-4, .heat-3').first().waitFor()
    const heat = await drag(page, false)
    return {
      title: 'Dragging',
      note: `In ms, of ${DRAGS} drags: what the page takes of the frame (script, style, layout, paint), and from the move of the mouse until it is seen, the wait for the frame included; tasks over 50 ms. A frame at 60 Hz is 16.7 ms.`,
      head: ['grid', 'moves', 'work: median', '95 %', 'worst', 'seen: median', '95 %', 'worst', 'long tasks'],
      rows: [row('a week at 15 minutes, painted', week), row(`a heat map of ${people.length} people`, heat)],
    }
  } finally {
    await browser.close()
  }
}

/** From the first cell down and to the right; each move comes to another cell. */
async function drag(page: Page, paints: boolean): Promise<Measured> {
  const cells = page.locator('[role=gridcell]')
  const [first, below, last] = await Promise.all([0, 7, 6].map(async (index) => (await cells.nth(index).boundingBox())!))
  const at = (row: number) =>
    [first!.x + 5 + ((last!.x - first!.x) * row) / ROWS, first!.y + 5 + (below!.y - first!.y) * row] as const
  await page.evaluate(OBSERVE)
  for (let index = 0; index < DRAGS; index++) {
    await page.mouse.move(...at(0))
    if (paints) await page.mouse.down()
    for (let row = 1; row <= ROWS; row++) await page.mouse.move(...at(row))
    if (paints) await page.mouse.up()
  }
  return page.evaluate<Measured>('globalThis.measured')
}

/**
 * The work is from the first listener to the first task after the frame in which the grid shows the move.
 */
const OBSERVE = `
  globalThis.measured = { workMs: [], seenMs: [], longTaskMs: [] }
  new PerformanceObserver((list) => measured.longTaskMs.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  let moved
  addEventListener('pointermove', ({ timeStamp }) => { moved ??= { timeStamp, begunMs: performance.now() } }, { capture: true })
  new MutationObserver(() => {
    const move = moved
    moved = undefined
    if (move === undefined) return
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      measured.workMs.push(performance.now() - move.begunMs)
      measured.seenMs.push(performance.now() - move.timeStamp)
    }
    requestAnimationFrame(() => channel.port2.postMessage(undefined))
  }).observe(document.querySelector('[role=grid]'), { subtree: true, attributes: true, attributeFilter: ['class'] })
`

function row(name: string, { workMs, seenMs, longTaskMs }: Measured): string[] {
  return [name, String(workMs.length), ...spread(workMs), ...spread(seenMs), String(longTaskMs.length)]
}

function spread(allMs: number[]): string[] {
  const sorted = allMs.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!.toFixed(1)
  return [median(allMs).toFixed(1), at(0.95), at(1)]
}
