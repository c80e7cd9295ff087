import * as availability from './availability-service/availability.ts'
import { getTimes } from './availability-service/times.ts'
import { getHealth } from './health.ts'
import type { Operation } from './operation.ts'
import { postSuggestions } from './suggestion-service/find-time.ts'
import { getSuggestions } from './suggestion-service/suggestions.ts'
import * as erasures from './user-service/erasures.ts'
import * as mails from './user-service/mails.ts'
import * as meetings from './user-service/meetings.ts'
import * as users from './user-service/users.ts'
import { listDeadJobs, retryDeadJobs } from './worker-service/dead-jobs.ts'
import { enqueueTask } from './worker-service/tasks.ts'

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
  'worker-service': [enqueueTask, listDeadJobs, retryDeadJobs, getHealth],
} as const satisfies Record<string, readonly Operation[]>

export type ServiceName = keyof typeof services

/** What can be asked of a service from outside. */
export function outsideOperations(service: ServiceName): Operation[] {
  return services[service].filter(({ access }) => access !== 'internal')
}
