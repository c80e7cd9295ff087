import type { Locator, Page } from 'playwright-core'

/** My week as a person sees it. */
export const myWeek = {
  async enterEmail(page: Page, email: string): Promise<void> {
    await page.getByLabel('Your e-mail').fill(email)
    await page.getByLabel('Your e-mail').press('Enter')
  },

  /** A cell by day and time, such as `Monday 09:00 to 09:30`. */
  cell: (page: Page, name: string): Locator => page.locator(`[role=gridcell][aria-label^="${name}, "]`),

  saved: (page: Page): Promise<void> => page.locator('.save-note.saved').waitFor(),
}
