import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { type Problem, problem } from '@w2meet/contract'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
/** RFC 3986's characters of an authority; it may be empty. */
const HOST = /^[A-Za-z0-9._~!$&'()*+,;=%:[\]@-]*$/

/** Why the server refuses a request on any path: its Host by RFC 9112 3.2, or a limit; undefined where it does not. */
export function refusalOf(request: IncomingMessage, maxHeaders: number): Problem | undefined {
  const { headers, httpVersion, httpVersionMajor, rawHeaders } = request
  if (httpVersionMajor !== 1) return malformed(`it is of HTTP ${httpVersion}, where w2meet speaks 1.0 and 1.1`)
  if (rawHeaders.length / 2 > maxHeaders) return problem('headers_too_large', {}, ['header'])
  if (headers.host === undefined) return httpVersion === '1.1' ? malformed('it has no Host', 'host') : undefined
  if (hostsIn(rawHeaders) > 1) return malformed('it has more than one Host', 'host')
  if (!HOST.test(headers.host)) return malformed('its Host is not valid', 'host')
  return undefined
}

function hostsIn(rawHeaders: readonly string[]): number {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!
    if (name.length === 4 && name.toLowerCase() === 'host') count++
  }
  return count
}

/** The refusal of bytes of which Node.js could make no request. */
export function refusalOfBytes({ code }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problem('headers_too_large', {}, ['header'])
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem('request_timed_out', {}, ['body'])
    default:
      return malformed('it is not valid HTTP')
  }
}

export function refusalOfConnect(): Problem {
  return problem('method_not_allowed', { method: 'CONNECT', allowed: METHODS })
}

function malformed(reason: string, header?: string): Problem {
  return problem('request_malformed', { reason }, header === undefined ? ['header'] : ['header', header])
}

/** A problem as the bytes of an answer, for a socket without a response. */
export function problemBytes(caseId: string, { status, detail }: Problem): string {
  const body = JSON.stringify({ case_id: caseId, detail })
  const allow = status === 405 ? `Allow: ${METHODS.join(', ')}\r\n` : ''
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nCase-Id: ${caseId}\r\n${allow}` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}

/** Answers a problem on a response of which nothing is written yet. */
export function answerProblem(response: ServerResponse, caseId: string, problem: Problem): void {
  const { status, detail, retryAfterSeconds } = problem
  const body = JSON.stringify({ case_id: caseId, detail })
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'case-id': caseId,
  })
  response.end(body)
}
