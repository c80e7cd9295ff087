import type { Log } from './log.ts'

/**
 * A request that was answered. `operation` is its name in the contract, since a path may name a person. `durationMs` is from
 * its arrival to its end.
 */
type Answered = { caseIds: readonly string[]; method: string; operation: string; status: number; durationMs: number }

/** One line for each request of a service, by HTTP or in the same process, and one more where the service itself failed. */
export type RequestLog = {
  answered(request: Answered): void
  failed(caseId: string, error: Error): void
}

/** The operation in the log of a request for none of the contract. */
export const NO_OPERATION = 'none'

export function createRequestLog(service: string, log: Log): RequestLog {
  const serviceLog = log.child({ service })
  return {
    answered({ caseIds, method, operation, status, durationMs }) {
      const duration_ms = Math.round(durationMs * 100) / 100
      const [case_id] = caseIds
      if (caseIds.length === 1) serviceLog.info({ case_id, method, operation, status, duration_ms })
      else serviceLog.info({ case_id, case_ids: caseIds, method, operation, status, duration_ms })
    },
    failed(caseId, error) {
      serviceLog.error({ case_id: caseId, err: error }, error.message)
    },
  }
}
