import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test, vi } from 'vitest'
import { violationsOf } from './accessible.ts'
import { soon } from './soon.ts'
import { useStage } from './stage.ts'
import { views } from './views.ts'

/** A picture of each view in each theme and width: to be looked at, not compared. */
const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url))
const WIDTHS = [360, 1280, 2560]

const stage = useStage()
beforeAll(() => mkdir(PICTURES, { recursive: true }))

async function look(page: Page, part: string | undefined, name: string): Promise<string[]> {
  const violations = await violationsOf(page, part)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 360 ? 800 : 1000 })
    await page.screenshot({ path: `${PICTURES}${name.replaceAll(/\W+/g, '-')}-${width}.png`, fullPage: width === 360 })
  }
  return violations
}

test.each(views)('$name: axe-core objects to nothing in either theme, and it fits 320 px', async ({ name, part, open }) => {
  const page = await open(stage)

  const light = await look(page, part, `${name}-light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await look(page, part, `${name}-dark`)
  await page.setViewportSize({ width: 320, height: 640 })

  expect({ light, dark }).toEqual({ light: [], dark: [] })
  const widerPx = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  await vi.waitFor(async () => expect(await widerPx()).toBeLessThanOrEqual(0), soon)
})
