import { expect, test, vi } from 'vitest'
import { violationsOf } from './accessible.ts'
import { useStage } from './stage.ts'
import { views } from './views.ts'

const stage = useStage()

test.each(views)('$name: axe-core objects to nothing in either theme, and it fits 320 px', async ({ part, open }) => {
  const page = await open(stage)

  const light = await violationsOf(page, part)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violationsOf(page, part)
  await page.setViewportSize({ width: 320, height: 640 })

  expect({ light, dark }).toEqual({ light: [], dark: [] })
  const widerPx = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  await vi.waitFor(async () => expect(await widerPx()).toBeLessThanOrEqual(0))
})
