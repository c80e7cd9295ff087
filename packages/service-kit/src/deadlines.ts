/**
 * How long a caller waits for each service. The deeper a call, the less time it has, so that each caller has time left to
 * say which service failed.
 */
export const DEADLINES_MS = {
  gateway: 10_000,
  'suggestion-service': 8_000,
  'availability-service': 6_000,
  'user-service': 4_000,
} as const

/**
 * How long a caller waits for one of several replicas where it may send the request to another. It gives the last replica
 * all the time that is left, so that a slow answer is late but not lost. This is longer than the same share of the time that
 * the replica itself may wait for its upstream.
 */
export function firstAttemptMs(timeoutMs: number): number {
  return timeoutMs / 4
}
