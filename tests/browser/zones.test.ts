import { expect, inject, test } from 'vitest'
import { openBrowser, openVisitor } from '../support/browser.ts'
import { mouse } from './devices.ts'
import { findTime } from './find-time.ts'
import { myWeek } from './my-week.ts'
import { useStage } from './stage.ts'

/** Clocks: the zone table decides, whatever the browser and its device know of zones. */
const { api, visit, person, newEmail } = useStage()

const GUESSED = 'Your device does not say where it is'

/** Chromium calls the first three `Etc/Unknown`, and the last `-03:00`. */
test.for([
  ['', 'UTC', 1],
  ['EST+5', 'UTC', 1],
  ['Nowhere/At_All', 'UTC', 1],
  ['GMT-3', 'Etc/GMT+3', 0],
] as const)('on a device whose TZ is %j a week is painted and saved in %s, and a time is found', async ([TZ, zone, notes]) => {
  await using browser = await openBrowser({ TZ })
  const { page, complaints } = await openVisitor(browser, { baseURL: inject('url'), timezoneId: undefined })
  const email = newEmail('ada')
  await page.goto('/')

  await myWeek.enterEmail(page, email)
  await mouse.paint(myWeek.cell(page, 'Monday 09:00 to 09:30'), myWeek.cell(page, 'Monday 09:30 to 10:00'))
  await myWeek.saved(page)
  const guessed = await page.getByText(GUESSED).count()
  await page.goto(`/#/find?required=${email}`)
  await findTime
    .suggestions(page)
    .first()
    .getByText(/09:00.10:00/)
    .waitFor()

  const { timezone, intervals } = (await api().get(`/api/users/${email}`)).body
  expect([timezone, intervals.monday]).toEqual([zone, [{ start: '09:00', end: '10:00' }]])
  expect([guessed, complaints]).toEqual([notes, []])
})

test('whoever is in a zone that the browser does not know is shown with their times, and breaks nothing', async () => {
  const eve = await person('eve', { monday: [9, 10] }, { timezone: 'Asia/Kathmandu' })
  const page = await visit()
  await page.addInitScript(`
    Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
      construct(Format, [locale, options]) {
        if (options?.timeZone === 'Asia/Kathmandu') throw new RangeError('Invalid time zone specified: Asia/Kathmandu')
        return new Format(locale, options)
      },
    })
  `)

  await page.goto(`/#/find?required=${eve}`)
  await page.reload()
  const first = findTime.suggestions(page).first()
  await first.getByText('Local times of the others').click()

  await first.getByText('Kathmandu').waitFor()
  await first.getByText(/09:15.10:15/).waitFor()
})

test('nine in Winnipeg is 14:00 in UTC in winter, as its government decided, in suggestions and heat map', async () => {
  const ada = await person('ada', { tuesday: [9] }, { timezone: 'America/Winnipeg' })
  const page = await visit(`/#/find?required=${ada}&from=2028-01-04&to=2028-01-04`, { timezoneId: 'UTC' })
  const first = findTime.suggestions(page).first()

  await first.getByText(/14:00.15:00/).waitFor()
  await findTime.cell(page, 'Tuesday', ' 14:00, 1 of 1 free').waitFor()
  await first.getByText('Local times of the others').click()

  await first.getByText(/09:00.10:00/).waitFor()
})
