/** The characters of a Case-Id (CONTRACT 1), which travels in headers, logs, error bodies, calls, messages and mail. */
const CASE_ID = /^[A-Za-z0-9._:-]{1,128}$/

export function isCaseId(value: unknown): value is string {
  return typeof value === 'string' && CASE_ID.test(value)
}
