import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { openVisitor } from '../support/browser.ts'
import { violationsOf } from './accessible.ts'

/** Every view can be used by everybody. */
export function describeAccess(set: () => { url: string; browser: Browser }): void {
  const views = [
    { view: 'my week', hash: () => '', shown: '.cell' },
    { view: 'find a time', hash: (email: string) => `#/find?required=${email}`, shown: '.suggestions ol' },
    { view: 'find a time, without anybody', hash: () => '#/find', shown: '.empty' },
    {
      view: 'find a time, where there is none',
      hash: (email: string) => `#/find?required=${email}&duration=720`,
      shown: '.none',
    },
    {
      view: 'book',
      hash: (email: string) => `#/book?start=2027-01-04T09:00:00Z&duration=60&people=${email}`,
      shown: '.stack',
    },
    { view: 'meetings', hash: () => '#/meetings', shown: '.empty' },
  ]

  describe('access', () => {
    test.each(views)('$view: axe-core objects to nothing in either theme, and it fits 320 px', async ({ hash, shown }) => {
      const email = `eve-${randomUUID()}@example.com`
      await createApi(set().url).post('/api/users', { email, availabilities: { monday: [9, 10], friday: [15] } })
      const { page, complaints, close } = await openVisitor(set().browser, { colorScheme: 'light' })
      await page.goto(`${set().url}/${hash(email)}`)
      await page.locator(shown).first().waitFor()

      const light = await violationsOf(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      const dark = await violationsOf(page)
      await page.setViewportSize({ width: 320, height: 640 })
      const widerPx = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      await close()

      expect({ light, dark, complaints }).toEqual({ light: [], dark: [], complaints: [] })
      expect(widerPx).toBeLessThanOrEqual(0)
    })
  })
}
