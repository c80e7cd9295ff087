export * from './availability-service/availability.ts'
export * from './availability-service/times.ts'
export { isCaseId } from './case-id.ts'
export {
  type CallOptions,
  type Client,
  INTERNAL_HEADERS,
  type Transport,
  type TransportAnswer,
  type TransportRequest,
} from './client.ts'
export { createClient } from './compiling-client.ts'
export { canonicalEmail, Email, emailOf, isMailbox, MAILBOX_FORMAT } from './email.ts'
export { copyData } from './embedded-system/copy-data.ts'
export { type DependencyHealth, getHealth, type Health } from './health.ts'
export { createInterpretingClient } from './interpreting-client.ts'
export * from './job-kinds.ts'
export { Title } from './line.ts'
export { NoTimesReason } from './no-times-reason.ts'
export {
  type Access,
  type Answer,
  DEFAULT_MAX_BODY_BYTES,
  type Input,
  maxBodyBytesOf,
  type Operation,
  operation,
  type Scope,
} from './operation.ts'
export { DEFAULT_PAGE, MAX_PAGE } from './page.ts'
export { MAX_PEOPLE, MAX_QUERIED, type Named, namedInQuery, PeopleQuery, unknownPeople } from './people.ts'
export { Preference, TimesPreference } from './preference.ts'
export { type Place, Problem, ProblemBody, type ProblemDetail } from './problem.ts'
export { type ProblemCode, problem, problemDetail, STORE_PROBLEMS, statusOf } from './problems.ts'
export { outsideOperations, type ServiceName, services } from './services.ts'
export { getSuggestions, type Suggestion } from './suggestion-service/suggestions.ts'
export * from './suggestion-service/times-question.ts'
export * from './user-service/erasures.ts'
export * from './user-service/kept-answers.ts'
export * from './user-service/mails.ts'
export {
  type Attendee,
  ChangedMeeting,
  MAX_MEETING_MINUTES,
  Meeting,
  MeetingId,
  NewMeeting,
  Reply,
} from './user-service/meeting.ts'
export * from './user-service/meetings.ts'
export * from './user-service/users.ts'
export { backwardsIntervals } from './week-maps.ts'
export { askedPeriod, TimeZone, type When, whenOf } from './when.ts'
export * from './worker-service/dead-jobs.ts'
export { enqueueTask, type Task, TaskJob } from './worker-service/tasks.ts'
