import type { Locator, Page } from 'playwright-core'

/** The view that finds a time, as a person sees it. */
export const findTime = {
  suggestions: (page: Page): Locator => page.locator('.suggestions ol > li'),

  /** A cell of the heat map whose label begins and goes on so. */
  cell: (page: Page, begins: string, goesOn: string): Locator =>
    page.locator(`[role=gridcell][aria-label^="${begins}"][aria-label*="${goesOn}"]`),
}
