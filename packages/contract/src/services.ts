import * as availability from './availability.ts'
import * as erasures from './erasures.ts'
import { postSuggestions } from './find-time.ts'
import { getHealth } from './health.ts'
import * as mails from './mails.ts'
import * as meetings from './meetings.ts'
import type { Operation } from './operation.ts'
import { getSuggestions } from './suggestions.ts'
import { enqueueTask } from './tasks.ts'
import { getTimes } from './times.ts'
import * as users from './users.ts'

/** Every service behind the gateway, and all that it serves. */
export const services = {
  'user-service': [
    users.createUser,
    users.getUser,
    users.replaceUser,
    users.eraseUser,
    users.getCachedUser,
    users.getCachedUserByQuery,
    users.getCachedUsers,
    meetings.createMeeting,
    meetings.getMeeting,
    meetings.listMeetings,
    meetings.changeMeeting,
    meetings.cancelMeeting,
    meetings.replyToMeeting,
    meetings.getMeetingCalendar,
    meetings.getUserCalendar,
    meetings.bookFirstFree,
    meetings.getBookedTimes,
    mails.claimMail,
    mails.finishMail,
    erasures.getErasure,
    erasures.noteForgotten,
    getHealth,
  ],
  'availability-service': [
    availability.getCommonAvailabilities,
    availability.getAvailabilities,
    availability.postCommonAvailabilities,
    availability.postHeatMap,
    availability.getCommonOfGroups,
    getTimes,
    getHealth,
  ],
  'suggestion-service': [getSuggestions, postSuggestions, getHealth],
  'worker-service': [enqueueTask, getHealth],
} as const satisfies Record<string, readonly Operation[]>

export type ServiceName = keyof typeof services

/** What can be asked of a service from outside. */
export function outsideOperations(service: ServiceName): Operation[] {
  return services[service].filter(({ access }) => access !== 'internal')
}
