import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startEmbedded, temporaryFolder } from '../support/embedded-process.ts'
import { describeAccess } from './access-scenarios.ts'
import { describeBooking } from './book-scenarios.ts'
import { describeFindATime } from './find-scenarios.ts'
import { describeMyWeek } from './my-week-scenarios.ts'

let url: string
let browser: Browser
const opened = new AsyncDisposableStack()

beforeAll(async () => {
  const folder = await temporaryFolder()
  opened.defer(() => folder.remove())
  const system = startEmbedded({ W2MEET_DATA_DIR: folder.path, LOG_LEVEL: 'warn' })
  opened.defer(async () => {
    system.kill('SIGTERM')
    await system.ended
  })
  ;[url, browser] = await Promise.all([system.ready(), openBrowser()])
  opened.defer(() => browser.close())
})
afterAll(() => opened.disposeAsync())

describeMyWeek(() => ({ url, browser }))
describeBooking(() => ({ url, browser }))
describeFindATime(() => ({ url, browser }))
describeAccess(() => ({ url, browser }))
