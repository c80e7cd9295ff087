import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApi } from '../support/api.ts'
import { openVisitor, type Visitor } from '../support/browser.ts'

/** A group looks for a time: who is free when, which times are best, and what helps where there is none. */
export function describeFindATime(set: () => { url: string; browser: Browser }): void {
  describe('find a time', () => {
    let visitor: Visitor | undefined
    afterEach(async () => {
      const { complaints = [], close } = visitor ?? {}
      await close?.()
      visitor = undefined
      expect(complaints).toEqual([])
    })
    async function visit(hash: string, options: Parameters<typeof openVisitor>[1] = {}): Promise<Page> {
      visitor = await openVisitor(set().browser, options)
      await visitor.page.goto(`${set().url}/${hash}`)
      return visitor.page
    }
    async function person(name: string, availabilities: object, timezone = 'Europe/Paris'): Promise<string> {
      const email = `${name}-${randomUUID()}@example.com`
      await createApi(set().url).post('/api/users', { email, availabilities, timezone })
      return email
    }
    /** A cell whose label begins and goes on so. */
    const cell = (page: Page, begins: string, goesOn: string) =>
      page.locator(`[role=gridcell][aria-label^="${begins}"][aria-label*="${goesOn}"]`)
    const suggestions = (page: Page) => page.locator('.suggestions ol > li')

    test('two people who are added get the hours they share, with the reason, and the address keeps the search', async () => {
      const ada = await person('ada', { tuesday: [9, 10] })
      const bob = await person('bob', { tuesday: [10, 11] })
      const page = await visit('#/find')

      await page.getByLabel('People, by e-mail').fill(`${ada}, ${bob}`)
      await page.keyboard.press('Enter')
      await suggestions(page).first().waitFor()
      const shown = await suggestions(page).first().innerText()
      await page.reload()
      await suggestions(page).first().waitFor()

      expect(shown).toMatch(/Tuesday \d+ \w+[\s\S]*10:00–11:00[\s\S]*2 of 2 free[\s\S]*All 2 are free/)
      expect(await suggestions(page).first().innerText()).toBe(shown)
      expect(page.url()).toContain(`required=${ada},${bob}`)
    })

    test('each cell of the heat map says how many are free and who is missing, also to the keyboard', async () => {
      const ada = await person('ada', { tuesday: [9, 10] })
      const bob = await person('bob', { tuesday: [10] })
      const page = await visit(`#/find?required=${ada}&optional=${bob}&prefer=last`)

      const alone = cell(page, 'Tuesday ', ' 09:30, 1 of 2 free')
      await alone.waitFor()
      const label = await alone.getAttribute('aria-label')
      await alone.click()
      const missing = await page.locator('.who').innerText()
      await page.keyboard.press('ArrowDown')

      expect(label).toContain(`missing ${bob}`)
      expect(missing).toContain(bob)
      await vi.waitFor(async () => expect(await page.locator('.who').innerText()).toMatch(/10:00[\s\S]*2 of 2 free/))
      expect(await page.locator('[role=gridcell]:focus').getAttribute('aria-label')).toMatch(/10:00, 2 of 2 free$/)
    })

    test('where there is no time, one click on what would help finds one', async () => {
      const ada = await person('ada', { monday: [9] })
      const bob = await person('bob', { friday: [9] })
      const page = await visit(`#/find?required=${ada},${bob}`)

      await page.getByRole('button', { name: `Make ${bob} optional` }).click()
      await suggestions(page).first().waitFor()

      expect(page.url()).toContain(`optional=${bob}`)
      expect(await suggestions(page).first().innerText()).toContain('1 of 2 free')
    })

    test('somebody who is not known yet is named, and the others get their times', async () => {
      const ada = await person('ada', { monday: [9] })
      const page = await visit(`#/find?required=${ada},nobody-${randomUUID()}@example.com`)

      await suggestions(page).first().waitFor()

      expect(await page.locator('.not-known').innerText()).toContain('has not painted a week yet')
      expect(await suggestions(page).first().innerText()).toContain('1 of 1 free')
    })

    test('times are those of the viewer, and the clocks of the others are at hand', async () => {
      const ada = await person('ada', { wednesday: [14] }, 'Europe/Paris')
      const page = await visit(`#/find?required=${ada}`, { timezoneId: 'Asia/Tokyo' })

      await page.getByText('Local times of the others').first().click()

      expect(await suggestions(page).first().innerText()).toMatch(
        /Wednesday[\s\S]*2[12]:00–2[23]:00[\s\S]*Paris[\s\S]*14:00–15:00/,
      )
    })

    test('in the week in which clocks change a meeting stays at its hour, and the skipped hour is nobody’s', async () => {
      const ada = await person('ada', { saturday: [2], sunday: [2, 9], monday: [9] }, 'Europe/Paris')
      // 28 March 2027: at 02:00 it is 03:00.
      const page = await visit(`#/find?required=${ada}&from=2027-03-22&to=2027-03-28&week=2027-03-28`)

      await cell(page, 'Sunday 28 March ', '09:00, 1 of 1 free').waitFor()

      expect(await cell(page, 'Saturday 27 March ', '02:00, 1 of 1 free').count()).toBe(1)
      expect(await cell(page, 'Sunday 28 March ', '02:00, 0 of 1 free').count()).toBe(1)
      expect(await suggestions(page).allInnerTexts()).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/Monday 22 March\s+09:00–10:00/),
          expect.stringMatching(/Sunday 28 March\s+09:00–10:00/),
        ]),
      )
    })

    test('an answer that does not come is said, and asked for again on demand', async () => {
      const ada = await person('ada', { monday: [9] })
      const page = await visit('#/find')
      await page.route('**/api/suggestions', (route) => route.abort())

      await page.getByLabel('People, by e-mail').fill(ada)
      await page.keyboard.press('Enter')
      await page.getByText('cannot be reached').waitFor()
      await page.unroute('**/api/suggestions')
      await page.locator('.suggestions').getByRole('button', { name: 'Try again' }).click()
      await suggestions(page).first().waitFor()

      expect(await page.getByText('cannot be reached').count()).toBe(0)
    })
  })
}
