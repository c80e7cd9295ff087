import type { Page } from 'playwright-core'
import type { Device } from './devices.ts'

export type Filled = { title: string; location?: string; organizer: string }

/** Meetings, as a person sees them. */
export const meetings = {
  async fill(device: Device, page: Page, { title, location, organizer }: Filled): Promise<void> {
    await device.write(page.getByLabel('What is it about?'), title)
    if (location !== undefined) await device.write(page.getByLabel('Where?'), location)
    await device.write(page.getByLabel('Your e-mail'), organizer)
  },
}
