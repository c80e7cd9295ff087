import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { vi } from 'vitest'
import { reach, walkTo } from './keyboard.ts'
import { soon } from './soon.ts'

/** How a person works with the page. The same flow is played with each. */
export type Device = {
  name: string
  options: BrowserContextOptions
  /** A button or a link. */
  press(target: Locator): Promise<void>
  /** An option of a list that opens while the person types. */
  pick(option: Locator): Promise<void>
  tick(box: Locator): Promise<void>
  /** Replaces the text of a field. */
  write(field: Locator, text: string): Promise<void>
  /** `HH:MM`, into a field of a time. */
  writeTime(field: Locator, time: string): Promise<void>
  choose(list: Locator, option: string): Promise<void>
  /** From one cell of the grid to another, both included. */
  paint(from: Locator, to: Locator): Promise<void>
  /** Points at a cell of the grid, so that the page tells of it. */
  point(cell: Locator): Promise<void>
}

const cellInReach = (page: Page) => page.locator('[role=gridcell][tabindex="0"]')

/** The deeds that all pointers share: the lists and clocks that a browser opens are its own, and no part of the page. */
function pointer(press: Device['press']): Pick<Device, 'press' | 'pick' | 'tick' | 'write' | 'writeTime' | 'choose'> {
  return {
    press,
    pick: press,
    tick: press,
    async write(field, text) {
      await press(field)
      await field.page().keyboard.press('Control+a')
      await field.page().keyboard.insertText(text)
    },
    writeTime: (field, time) => field.fill(time),
    choose: async (list, option) => void (await list.selectOption(option)),
  }
}

export const mouse: Device = {
  name: 'mouse',
  options: {},
  ...pointer((target) => target.click()),
  async paint(from, to) {
    await from.hover()
    await from.page().mouse.down()
    await to.hover()
    await to.page().mouse.up()
  },
  point: (cell) => cell.hover(),
}

export const touch: Device = {
  name: 'touch',
  options: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } },
  ...pointer((target) => target.tap()),
  async paint(from, to) {
    const [start, done] = ['Paint with the finger', 'Done painting'].map((name) => from.page().getByRole('button', { name }))
    await start!.tap()
    await swipe(from, to)
    // For a moment after a stroke Chromium takes no tap for one.
    await vi.waitUntil(async () => {
      if (await done!.isVisible()) await done!.tap()
      return start!.isVisible()
    }, soon)
  },
  point: (cell) => cell.tap(),
}

export const keyboard: Device = {
  name: 'keyboard alone',
  options: {},
  async press(target) {
    await reach(target)
    await target.page().keyboard.press('Enter')
  },
  async pick(option) {
    const picked = option.and(option.page().locator('[data-focused]'))
    while ((await picked.count()) === 0) await option.page().keyboard.press('ArrowDown')
    await option.page().keyboard.press('Enter')
  },
  async tick(box) {
    await reach(box)
    await box.page().keyboard.press('Space')
  },
  async write(field, text) {
    await reach(field)
    await field.page().keyboard.press('Control+a')
    await field.page().keyboard.type(text)
  },
  async writeTime(field, time) {
    await reach(field)
    await field.page().keyboard.type(time.replace(':', ''))
  },
  async choose(list, option) {
    await reach(list)
    await list.page().keyboard.type(option)
  },
  async paint(from, to) {
    await reach(cellInReach(from.page()))
    await walkTo(from)
    await walkTo(to, 'Shift+')
    await from.page().keyboard.press('Space')
  },
  async point(cell) {
    await reach(cellInReach(cell.page()))
    await walkTo(cell)
  },
}

/** One finger, from the middle of one element to that of another. */
export async function swipe(from: Locator, to: Locator): Promise<void> {
  const page = from.page()
  await from.scrollIntoViewIfNeeded()
  await to.scrollIntoViewIfNeeded()
  const [start, end] = await Promise.all([middleOf(from), middleOf(to)])
  const touches = await page.context().newCDPSession(page)
  await touches.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [start] })
  for (const part of [0.25, 0.5, 0.75, 1]) {
    const point = { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part }
    await touches.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] })
  }
  await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await element.boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}
