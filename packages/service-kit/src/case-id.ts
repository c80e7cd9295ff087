import { randomUUIDv7 } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isCaseId } from '@w2meet/contract'

/** The Case-Id a request carries, or a new UUIDv7 where it has none or a malformed one. */
export function caseIdOf(request: IncomingMessage): string {
  const given = request.headers['case-id']
  return isCaseId(given) ? given : randomUUIDv7()
}

const SHARED_CASE_IDS = /^[A-Za-z0-9._:-]{1,128}(?:,[A-Za-z0-9._:-]{1,128})*$/

/** All the Case-Ids that a request carries: several where requests of several callers share one call. */
export function caseIdsOf(headers: IncomingHttpHeaders, caseId: string): string[] {
  const shared = headers['case-ids']
  if (typeof shared !== 'string') return [caseId]
  return SHARED_CASE_IDS.test(shared) ? shared.split(',') : [caseId]
}
