import type { HealthCheck } from './health.ts'

const WELL_FOR_MS = 1_000

/** A check that costs something: all who ask while it runs share it, and for a second it need not be repeated where all was well. */
export function sharedCheck(check: HealthCheck): HealthCheck {
  let latest: ReturnType<HealthCheck> | undefined
  return (caseId) => {
    if (latest !== undefined) return latest
    const checking = check(caseId)
    latest = checking
    const forget = () => {
      latest = undefined
    }
    checking.then(({ status }) => (status === 'healthy' ? void setTimeout(forget, WELL_FOR_MS).unref() : forget()), forget)
    return checking
  }
}
