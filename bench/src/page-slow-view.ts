import type { Browser } from 'playwright-core'
import { openBrowser } from '../../tests/support/browser.ts'
import { median } from './median.ts'
import { PHONE, SLOWER } from './page-views.ts'
import type { Table } from './table.ts'

/** Slow 4G, as Lighthouse has it. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 }
const ROUNDS = 5
/** What the browser says it accepts, the baseline first. */
const CODINGS = ['identity', 'gzip', 'br']

/** What the first view weighs and how soon it is there on a slow line, in each coding, in turn. */
export async function measureSlowView(url: string): Promise<Table> {
  const browser = await openBrowser()
  try {
    const visits = CODINGS.map((coding) => ({ coding, seen: [] as Visit[] }))
    for (let round = 0; round < ROUNDS; round++) {
      for (const { coding, seen } of visits) seen.push(await visit(browser, url, coding))
    }
    return {
      title: 'The first view on slow 4G',
      note: `My week, seen by the phone of the table above at 1.44 Mbit/s and 150 ms, with an empty cache. Medians of ${ROUNDS} visits, in turn. All that goes over the wire, headers included, until the grid is there.`,
      head: ['coding', 'bytes', 'first paint ms', 'grid ms'],
      rows: visits.map(({ coding, seen }) => [
        coding,
        ...(['bytes', 'firstPaintMs', 'gridMs'] as const).map((key) => median(seen.map((one) => one[key])).toFixed(0)),
      ]),
    }
  } finally {
    await browser.close()
  }
}

type Visit = { bytes: number; firstPaintMs: number; gridMs: number }

async function visit(browser: Browser, url: string, coding: string): Promise<Visit> {
  await using context = await browser.newContext({ ...PHONE, locale: 'en-GB' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  let bytes = 0
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G)
  await devtools.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': coding } })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(url)
  await page.locator('.cell').first().waitFor()
  const [gridMs, firstPaintMs] = await page.evaluate<[number, number]>(
    `[performance.now(), performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN]`,
  )
  return { bytes, firstPaintMs, gridMs }
}
