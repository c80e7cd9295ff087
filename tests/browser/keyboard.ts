import type { Locator, Page } from 'playwright-core'

/** More stops than any view has. */
const MAX_STOPS = 120

/** Goes on with Tab until an element has the focus, as somebody without a mouse does. */
export async function reach(target: Locator): Promise<void> {
  await target.waitFor()
  const page = target.page()
  const focused = target.and(page.locator(':focus'))
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    if ((await focused.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}

/** Goes to a cell of the grid by arrows, with `Shift+` before each to select the cells in between. */
export async function walkTo(cell: Locator, shift: 'Shift+' | '' = ''): Promise<void> {
  const page = cell.page()
  const from = await placeOf(page.locator('[role=gridcell]:focus'))
  const to = await placeOf(cell)
  await pressTimes(page, `${shift}${to.row > from.row ? 'ArrowDown' : 'ArrowUp'}`, Math.abs(to.row - from.row))
  await pressTimes(page, `${shift}${to.column > from.column ? 'ArrowRight' : 'ArrowLeft'}`, Math.abs(to.column - from.column))
}

const placeOf = (cell: Locator) => cell.evaluate(({ dataset }) => ({ row: Number(dataset.row), column: Number(dataset.column) }))

async function pressTimes(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await page.keyboard.press(key)
}
