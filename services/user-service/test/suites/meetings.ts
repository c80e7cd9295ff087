import { afterAll, beforeAll, describe } from 'vitest'
import type { OpenUserService } from '../support/open-user-service.ts'
import { describeAnnouncements } from './announcements.ts'
import { describeBookedTime } from './booked-time.ts'
import { describeBookings } from './bookings.ts'
import { describeChangedMeetings } from './changed-meetings.ts'
import { describeHeldTime } from './held-time.ts'
import { describeListsAndFeeds } from './lists-and-feeds.ts'
import { describeRepeatedRequests } from './repeated-requests.ts'

/** They share a service, and have people or days of their own. */
export function describeMeetings(name: string, open: () => Promise<OpenUserService>): void {
  describe(name, () => {
    let service: OpenUserService
    beforeAll(async () => {
      service = await open()
    })
    afterAll(() => service.close())

    describeBookings(() => service)
    describeChangedMeetings(() => service)
    describeHeldTime(() => service)
    describeListsAndFeeds(() => service)
    describeRepeatedRequests(() => service)
    describeBookedTime(() => service)
    describeAnnouncements(() => service)
  })
}
