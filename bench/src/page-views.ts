import type { Browser, Page } from 'playwright-core'
import { violationsOf } from '../../tests/browser/accessible.ts'
import { openBrowser } from '../../tests/support/browser.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

/** A phone whose processor is a quarter as fast as this machine's, as Lighthouse has it. */
export const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true }
export const SLOWER = 4
const ROUNDS = 5

/** The figures that the browser measures itself; `shift` has no unit. */
type Measured = { firstPaintMs: number; largestPaintMs: number; blockedMs: number; shift: number; requests: string[] }

/** How soon each view is there for somebody who comes for the first time, how still it stands, and what axe-core objects to. */
export async function measureViews(url: string, people: readonly string[]): Promise<Table> {
  const views: [name: string, path: string, shown: string][] = [
    ['my week', '/', '.cell'],
    ['find a time, five people', `/#/find?required=${people.slice(0, 5).join()}`, '.suggestions .when'],
    [`find a time, ${people.length} people`, `/#/find?required=${people.join()}`, '.suggestions .when, .none'],
    ['book', `/#/book?start=2027-01-04T09:00:00Z&duration=60&people=${people.slice(0, 5).join()}`, '.stack'],
    ['meetings', '/#/meetings', '.empty'],
    ['reply', '/reply/#meeting=1&token=1', '#outcome'],
  ]
  const browser = await openBrowser()
  try {
    const rows: string[][] = []
    for (const [name, path, shown] of views) rows.push([name, ...(await measureView(browser, url, path, shown))])
    return {
      title: 'Each view, seen for the first time',
      note: `Medians of ${ROUNDS} visits with an empty cache, by a phone of 412 px on a processor slowed ${SLOWER} times, over loopback. Blocked is what tasks take beyond 50 ms each; shift is the cumulative layout shift (good: below 0.1); objections are axe-core's, in light and dark.`,
      head: ['view', 'first paint ms', 'largest paint ms', 'blocked ms', 'shift', 'requests', 'to others', 'objections'],
      rows,
    }
  } finally {
    await browser.close()
  }
}

async function measureView(browser: Browser, url: string, path: string, shown: string): Promise<string[]> {
  const visits: Measured[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await using context = await browser.newContext({ ...PHONE, locale: 'en-GB' })
    visits.push(await visit(await context.newPage(), url + path, shown))
  }
  const of = (name: Exclude<keyof Measured, 'requests'>) => median(visits.map((measured) => measured[name]))
  const { requests } = visits[0]!
  const toOthers = requests.filter((request) => !request.startsWith(url))
  return [
    ...[of('firstPaintMs'), of('largestPaintMs'), of('blockedMs')].map((ms) => ms.toFixed(0)),
    of('shift').toFixed(3),
    String(requests.length),
    String(toOthers.length),
    String(await objections(browser, url + path, shown)),
  ]
}

async function visit(page: Page, address: string, shown: string): Promise<Measured> {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(OBSERVE)
  await page.goto(address)
  await page.locator(shown).first().waitFor()
  await page.waitForLoadState('networkidle')
  return { ...(await page.evaluate<Omit<Measured, 'requests'>>('globalThis.measured')), requests }
}

async function objections(browser: Browser, address: string, shown: string): Promise<number> {
  await using context = await browser.newContext({ ...PHONE, locale: 'en-GB', colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto(address)
  await page.locator(shown).first().waitFor()
  const light = await violationsOf(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  return light.length + (await violationsOf(page)).length
}

const OBSERVE = `
  globalThis.measured = { firstPaintMs: 0, largestPaintMs: 0, blockedMs: 0, shift: 0 }
  const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  observe('paint', ({ name, startTime }) => { if (name === 'first-contentful-paint') measured.firstPaintMs = startTime })
  observe('largest-contentful-paint', ({ startTime }) => { measured.largestPaintMs = startTime })
  observe('longtask', ({ duration }) => { measured.blockedMs += duration - 50 })
  observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) measured.shift += value })
`
