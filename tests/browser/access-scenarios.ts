import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { openVisitor } from '../support/browser.ts'
import { violationsOf } from './accessible.ts'

/** Every view can be used by everybody: axe-core finds nothing, in either theme, and nothing is wider than a small phone. */
export function describeAccess(set: () => { url: string; browser: Browser }): void {
  const views = [
    { view: 'my week', hash: () => '', shown: '.cell' },
    { view: 'find a time', hash: (email: string) => `#/find?required=${email}`, shown: '.suggestions ol' },
    { view: 'find a time, without anybody', hash: () => '#/find', shown: '.empty' },
  ]

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test.each(views)('$view has nothing that axe-core objects to, and fits 320 px', async ({ hash, shown }) => {
      const email = `eve-${randomUUID()}@example.com`
      await createApi(set().url).post('/api/users', { email, availabilities: { monday: [9, 10], friday: [15] } })
      const { page, complaints, close } = await openVisitor(set().browser, { colorScheme })

      await page.goto(`${set().url}/${hash(email)}`)
      await page.locator(shown).first().waitFor()
      const violations = await violationsOf(page)
      await page.setViewportSize({ width: 320, height: 640 })
      const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')

      expect(violations).toEqual([])
      expect(wider).toBeLessThanOrEqual(0)
      expect(complaints).toEqual([])
      await close()
    })
  })
}
