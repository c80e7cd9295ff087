import * as availability from './availability.ts'
import { postSuggestions } from './find-time.ts'
import { getHealth } from './health.ts'
import * as meetings from './meetings.ts'
import type { Operation } from './operation.ts'
import { getSuggestions } from './suggestions.ts'
import { enqueueTask } from './tasks.ts'
import * as users from './users.ts'

/** Every service behind the gateway, and all that can be asked of it from outside; other operations are internal. */
export const services = {
  'user-service': [
    users.createUser,
    users.getUser,
    users.replaceUser,
    users.eraseUser,
    users.getCachedUser,
    users.getCachedUserByQuery,
    meetings.createMeeting,
    meetings.getMeeting,
    meetings.listMeetings,
    meetings.changeMeeting,
    meetings.cancelMeeting,
    meetings.replyToMeeting,
    meetings.getMeetingCalendar,
    meetings.getUserCalendar,
    getHealth,
  ],
  'availability-service': [
    availability.getCommonAvailabilities,
    availability.getAvailabilities,
    availability.postCommonAvailabilities,
    availability.postHeatMap,
    getHealth,
  ],
  'suggestion-service': [getSuggestions, postSuggestions, getHealth],
  'worker-service': [enqueueTask, getHealth],
} as const satisfies Record<string, readonly Operation[]>

export type ServiceName = keyof typeof services
