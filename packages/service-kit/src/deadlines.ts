/**
 * How long a caller waits for each service. The deeper a call, the less time it has, so that the caller can still say
 * what went wrong.
 */
export const DEADLINES_MS = {
  gateway: 10_000,
  'suggestion-service': 8_000,
  'availability-service': 6_000,
  'user-service': 4_000,
} as const

/**
 * How long one of several replicas is waited for where the request may be sent to another. The last gets all that is
 * left, so that a slow answer is late but not lost. Longer than the same share of what that replica itself may wait for.
 */
export function firstAttemptMs(timeoutMs: number): number {
  return timeoutMs / 4
}
