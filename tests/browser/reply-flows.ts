import { describe, expect, inject, test } from 'vitest'
import type { Device } from './devices.ts'
import { invite } from './reply-links.ts'
import type { Stage } from './stage.ts'

/** A guest answers by the links of a mail. */
export function describeReplyFlows(stage: Stage, device: Device): void {
  describe('reply', () => {
    test('one press answers, another changes the answer, and the organizer sees it', async () => {
      const { id, links } = await invite(stage, inject('mailFolder'))
      const replyOf = async () => (await stage.api().get(`/api/meetings/${id}`)).body.attendees[0].reply
      const page = await stage.visit(links.accepted, device.options)

      await device.press(page.getByRole('button', { name: 'Accept' }))
      await page.getByText('You accepted.').waitFor()
      const first = await replyOf()
      await device.press(page.getByRole('button', { name: 'Decline' }))
      await page.getByText('You declined.').waitFor()

      expect([first, await replyOf()]).toEqual(['accepted', 'declined'])
      await page.goto(`/#/meeting?id=${id}`)
      await page.locator('.replies').getByText('does not come').waitFor()
    })
  })
}
