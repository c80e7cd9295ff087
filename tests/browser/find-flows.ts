import { describe, expect, test, vi } from 'vitest'
import type { Device } from './devices.ts'
import { findTime } from './find-time.ts'
import { soon } from './soon.ts'
import type { Stage } from './stage.ts'

/** A person asks when others can meet. */
export function describeFindFlows({ visit, person }: Stage, device: Device): void {
  describe('find a time', () => {
    test('people are added, one of them may miss it, and a suggestion leads to its booking', async () => {
      const [ada, bob] = [await person('ada', { tuesday: [9, 10] }), await person('bob', { tuesday: [10, 11, 12] })]
      const page = await visit('/#/find', device.options)

      await device.write(page.getByLabel('People, by e-mail'), `${ada}, ${bob}`)
      await page.keyboard.press('Enter')
      await findTime.suggestions(page).first().getByText('2 of 2 free').waitFor()
      await device.choose(page.getByLabel('How long'), '2 h')
      await page.locator('.none').waitFor()
      await device.choose(page.getByLabel(`${ada} is`), 'may come')
      const first = findTime.suggestions(page).first()
      await first.getByText(/10:00.12:00/).waitFor()
      await device.press(first.getByRole('link', { name: /^Book/ }))
      await page.getByRole('heading', { name: 'Book this time' }).waitFor()

      expect(await page.locator('main').innerText()).toMatch(/Tuesday[\s\S]*10:00.12:00/)
      expect(await page.locator('.names').innerText()).toBe(`${bob}\n${ada} may come`)
    })

    test('each cell of the heat map says who is free and who is missing', async () => {
      const [ada, bob] = [await person('ada', { tuesday: [9, 10] }), await person('bob', { tuesday: [10] })]
      const page = await visit(`/#/find?required=${ada}&optional=${bob}&prefer=last`, device.options)
      const said = (time: string, missing: string) =>
        vi.waitFor(
          async () =>
            expect(await page.locator('.who').innerText()).toMatch(new RegExp(`, ${time}.*Missing\\s+${missing}$`, 's')),
          soon,
        )

      const alone = findTime.cell(page, 'Tuesday ', ' 09:30, 1 of 2 free')
      await alone.waitFor()
      await device.point(alone)
      await said('09:30', bob)
      await device.point(findTime.cell(page, 'Tuesday ', ' 10:00, 2 of 2 free'))
      await said('10:00', 'nobody')

      expect(await alone.getAttribute('aria-label')).toContain(`missing ${bob}`)
    })

    test('where there is no time, one press on a change that would help finds one', async () => {
      const [ada, bob] = [await person('ada', { monday: [9] }), await person('bob', { friday: [9] })]
      const page = await visit(`/#/find?required=${ada},${bob}`, device.options)

      await device.press(page.getByRole('button', { name: `Make ${bob} optional` }))
      await findTime.suggestions(page).first().getByText('1 of 2 free').waitFor()

      expect(page.url()).toContain(`optional=${bob}`)
    })
  })
}
