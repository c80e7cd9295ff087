export * from './availability.ts'
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
export { canonicalEmail, Email } from './email.ts'
export * from './erasures.ts'
export * from './find-time.ts'
export { type DependencyHealth, getHealth, type Health } from './health.ts'
export { createInterpretingClient } from './interpreting-client.ts'
export * from './mails.ts'
export * from './meetings.ts'
export { type Access, type Answer, DEFAULT_MAX_BODY_BYTES, type Input, maxBodyBytesOf, type Operation } from './operation.ts'
export { type Named, namedInQuery, unknownPeople } from './people.ts'
export { type Place, Problem, ProblemBody, type ProblemDetail } from './problem.ts'
export { type ProblemCode, problem, problemDetail } from './problems.ts'
export { outsideOperations, type ServiceName, services } from './services.ts'
export { getSuggestions, type Suggestion } from './suggestions.ts'
export { enqueueTask, type Task, TaskJob } from './tasks.ts'
export * from './times.ts'
export * from './users.ts'
export { backwardsIntervals } from './week-maps.ts'
export { askedPeriod, type When, whenOf } from './when.ts'
