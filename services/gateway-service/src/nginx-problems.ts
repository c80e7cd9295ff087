import { type Problem, problem } from '@w2meet/contract'
import { BODY_LIMIT_BYTES } from '@w2meet/service-kit'

type Page = {
  /** What nginx calls it; the client is told the problem's own status. */
  nginxStatuses: readonly number[]
  problem: Problem
  header?: string
  /** Where nginx goes first, if not to the page; what is answered there is passed on with its own status. */
  first?: string
}

const ALLOWED = ['GET', 'HEAD']

/**
 * What nginx answers itself. `$method` and `$service` cannot carry anything that JSON would have to escape, while
 * the path can, so that it is not said.
 */
const pages: readonly Page[] = [
  { nginxStatuses: [400, 414, 505], problem: problem('request_malformed', { reason: 'it is not valid HTTP' }, ['header']) },
  { nginxStatuses: [404], problem: problem('route_unknown', { method: '$method', path: 'here' }) },
  {
    nginxStatuses: [405],
    problem: problem('method_not_allowed', { method: '$method', allowed: ALLOWED }),
    header: `Allow "${ALLOWED.join(', ')}"`,
  },
  { nginxStatuses: [408], problem: problem('request_timed_out', {}, ['body']) },
  { nginxStatuses: [413], problem: problem('body_too_large', { limitBytes: BODY_LIMIT_BYTES }, ['body']) },
  { nginxStatuses: [494], problem: problem('headers_too_large', {}, ['header']) },
  { nginxStatuses: [500, 501], problem: problem('internal', {}) },
  // Where no replica is left to ask; what a service itself answers is passed on as it is.
  { nginxStatuses: [502, 503], problem: problem('service_unavailable', { service: '$service' }) },
  { nginxStatuses: [504], problem: problem('service_timed_out', { service: '$service' }), first: '$after_timeout' },
]

/** Directives of a server: every error that nginx makes, in the shape of the contract. */
export function problemPages(): string {
  return pages.map(pageOf).join('\n')
}

function pageOf({ nginxStatuses, problem: { status, detail }, header, first }: Page): string {
  const body = JSON.stringify({ case_id: '$case_id', detail })
  const target = first === undefined ? `=${status} /-/problem/${status}` : `= ${first}`
  return `error_page ${nginxStatuses.join(' ')} ${target};
location = /-/problem/${status} {
  internal;
  default_type "application/json; charset=utf-8";${header === undefined ? '' : `\n  add_header Case-Id $case_id always;\n  add_header ${header} always;`}
  return ${status} ${quoted(body)};
}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
