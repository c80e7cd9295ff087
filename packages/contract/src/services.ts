import { availabilityOperations } from './availability-service/availability.ts'
import { getTimes } from './availability-service/times.ts'
import { getHealth } from './health.ts'
import type { Operation } from './operation.ts'
import { getSuggestions } from './suggestion-service/suggestions.ts'
import { postSuggestions } from './suggestion-service/times-question.ts'
import { erasureOperations } from './user-service/erasures.ts'
import { keptAnswerOperations } from './user-service/kept-answers.ts'
import { mailOperations } from './user-service/mails.ts'
import { meetingOperations } from './user-service/meetings.ts'
import { peopleOperations } from './user-service/users.ts'
import { listDeadJobs, retryDeadJobs } from './worker-service/dead-jobs.ts'
import { enqueueTask } from './worker-service/tasks.ts'

/** Every service behind the gateway, and all that it serves. */
export const services = {
  'user-service': [
    ...peopleOperations,
    ...meetingOperations,
    ...mailOperations,
    ...erasureOperations,
    ...keptAnswerOperations,
    getHealth,
  ],
  'availability-service': [...availabilityOperations, getTimes, getHealth],
  'suggestion-service': [getSuggestions, postSuggestions, getHealth],
  'worker-service': [enqueueTask, listDeadJobs, retryDeadJobs, getHealth],
} as const satisfies Record<string, readonly Operation[]>

export type ServiceName = keyof typeof services

/** The operations of a service that callers from outside may use. */
export function outsideOperations(service: ServiceName): Operation[] {
  return services[service].filter(({ access }) => access !== 'internal')
}
