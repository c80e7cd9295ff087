import { describe, expect, test } from 'vitest'
import type { Device } from './devices.ts'
import { meetings } from './meetings.ts'
import type { Stage } from './stage.ts'

/** A person books a time, moves the meeting, cancels it; and the page tells them where somebody was faster. */
export function describeMeetingFlows({ api, visit, person }: Stage, device: Device): void {
  describe('book', () => {
    const both = { monday: [9, 10], tuesday: [9, 10] }
    async function visitBooking() {
      const [ada, bob] = [await person('ada', both), await person('bob', both)]
      // A Monday, in Paris.
      const time = { start: '2027-01-11T08:00:00Z', duration: '60' }
      const page = await visit(`/#/book?${new URLSearchParams({ ...time, people: `${ada},${bob}` })}`, device.options)
      return { ada, bob, page, start: time.start, button: (name: string) => page.getByRole('button', { name, exact: true }) }
    }

    test('a time becomes a meeting with its replies, which is moved, and cancelled', async () => {
      const { ada, bob, page, button } = await visitBooking()

      await meetings.fill(device, page, { title: 'Planning', location: 'Room 4', organizer: ada })
      await device.press(button('Book and invite'))
      await page.getByRole('heading', { name: 'Planning', level: 1 }).waitFor()
      const booked = await page.locator('main').innerText()
      await device.press(button('Reschedule'))
      await device.writeTime(page.getByLabel('New time'), '10:00')
      await device.press(button('Move the meeting'))
      await page.getByText(/10:00.11:00/).waitFor()
      await device.press(button('Cancel the meeting'))
      await device.press(button('Yes, cancel it'))
      await page.getByText('This meeting is cancelled.').waitFor()

      expect(booked).toMatch(/Monday, 11 January 2027 09:00.10:00[\s\S]*Room 4/)
      expect(booked).toMatch(new RegExp(`${ada}\\s+organizes it\\s+${bob}\\s+no reply yet`))
    })

    test('a time that somebody took in the meantime is not booked, and the next that is free is one press away', async () => {
      const { ada, bob, page, start, button } = await visitBooking()
      const taken = { organizer: bob, attendees: [], title: 'Dentist', start, duration_minutes: 60 }
      expect((await api().post('/api/meetings', taken)).status).toBe(201)

      await meetings.fill(device, page, { title: 'Planning', organizer: ada })
      await device.press(button('Book and invite'))
      await page.getByText('Free instead:').waitFor()
      await device.press(page.locator('form .tools button').first())
      await page.getByText('Free instead:').waitFor({ state: 'detached' })
      await device.press(button('Book and invite'))
      await page.getByRole('heading', { name: 'Planning', level: 1 }).waitFor()

      const { body } = await api().get(`/api/meetings?user=${ada}`)
      expect(body.meetings).toMatchObject([{ title: 'Planning', attendees: [{ email: bob }] }])
      expect(body.meetings[0].start).toBe('2027-01-11T09:00:00Z')
    })
  })
}
