import * as availability from './availability-service/availability.ts'
import { getHealth } from './health.ts'
import type { Operation } from './operation.ts'
import { postSuggestions } from './suggestion-service/find-time.ts'
import { getSuggestions } from './suggestion-service/suggestions.ts'
import * as meetings from './user-service/meetings.ts'
import * as users from './user-service/users.ts'
import { enqueueTask } from './worker-service/tasks.ts'

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
