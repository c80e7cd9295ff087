import { type Problem, problem } from '@w2meet/contract'
import { UNNAMED_HOST } from './guard.ts'
import { MALFORMED_TARGET } from './target.ts'

type Page = {
  /** The statuses by which nginx calls the page; the client gets the problem's own status. */
  nginxStatuses: readonly number[]
  problem: Problem
  header?: string
  /** The location that nginx tries before the page; an answer from there keeps its own status. */
  first?: string
}

/**
 * The errors that nginx answers itself. None of these variables holds a character that JSON would have to escape: `problemMaps`
 * sees to those that a client chooses.
 */
const pages: readonly Page[] = [
  {
    nginxStatuses: [400, 414, 505],
    problem: problem('request_malformed', { reason: '$malformed_reason' }, ['$malformed_place']),
  },
  { nginxStatuses: [403], problem: problem('write_from_elsewhere', {}, ['header', '$foreign_header']) },
  { nginxStatuses: [404], problem: problem('route_unknown', { method: '$method', path: '$shown_path' }) },
  {
    nginxStatuses: [405],
    problem: problem('method_not_allowed', { method: '$method', allowed: ['$allowed'] }),
    header: 'Allow $allowed',
  },
  { nginxStatuses: [408], problem: problem('request_timed_out', {}, ['body']) },
  { nginxStatuses: [413], problem: problem('body_too_large', { limitBytes: '$body_limit' }, ['body']) },
  { nginxStatuses: [421], problem: problem('host_unknown', { host: '$shown_host' }, ['header', 'host']) },
  { nginxStatuses: [494], problem: problem('headers_too_large', {}, ['header']) },
  { nginxStatuses: [500, 501], problem: problem('internal', {}) },
  // No replica is left to ask. nginx passes on the answers of a service itself as they are.
  { nginxStatuses: [502, 503], problem: problem('service_unavailable', { service: '$service' }) },
  { nginxStatuses: [504], problem: problem('service_timed_out', { service: '$service' }), first: '$after_timeout' },
]

/** The variables of the pages. */
export function problemMaps(): string {
  return `map $is_malformed $malformed_reason {
  default "${MALFORMED_TARGET}";
  "" "it is not valid HTTP";
}
map $is_malformed $malformed_place {
  default path;
  "" header;
}
map $is_malformed $shown_path {
  default here;
  "" $path;
}
map $host $shown_host {
  default "${UNNAMED_HOST}";
  "~^[a-z0-9._-]+$" $host;
}
map "$is_own_origin$is_public_origin" $foreign_header {
  default sec-fetch-site;
  00 origin;
}`
}

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
