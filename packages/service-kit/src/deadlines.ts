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
