import type { Log } from './log.ts'

/** A request that was answered. `durationMs` is from its arrival to its end. */
type Answered = { caseIds: readonly string[]; method: string; path: string; status: number; durationMs: number }

/** One line for each request of a service, whichever way it came, and one more for a failure that is ours. */
export type RequestLog = {
  answered(request: Answered): void
  failed(caseId: string, error: Error): void
}

export function createRequestLog(service: string, log: Log): RequestLog {
  const serviceLog = log.child({ service })
  return {
    answered({ caseIds, method, path, status, durationMs }) {
      const duration_ms = Math.round(durationMs * 100) / 100
      const [case_id] = caseIds
      if (caseIds.length === 1) serviceLog.info({ case_id, method, path, status, duration_ms })
      else serviceLog.info({ case_id, case_ids: caseIds, method, path, status, duration_ms })
    },
    failed(caseId, error) {
      serviceLog.error({ case_id: caseId, err: error }, error.message)
    },
  }
}

/** An address without its query, which may hold what a log should not. */
export function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
