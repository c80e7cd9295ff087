import { problem } from '@w2meet/contract'

const TAIL = '%[89ab][0-9a-f]'
/** One character of UTF-8 that is percent-encoded (RFC 3629, 4), and no control character. */
const ENCODED = [
  '%(?:[2-6][0-9a-f]|7[0-9a-e])',
  `%(?:c[2-9a-f]|d[0-9a-f])${TAIL}`,
  `%e0%[ab][0-9a-f]${TAIL}`,
  `%(?:e[1-9abcef]${TAIL}|ed%[89][0-9a-f])${TAIL}`,
  `%(?:f0%[9ab][0-9a-f]|f[1-3]${TAIL}|f4%8[0-9a-f])${TAIL}${TAIL}`,
].join('|')
/** A segment of its own that a file system would take for this folder, or for the one above. */
const DOT_SEGMENT = '[^?]*/(?:\\.|%2e){1,2}(?:[/?]|$)'

/**
 * Path and query as a client may send them, for JavaScript and PCRE alike, whatever the case: visible ASCII without `#`, `"` and `\`,
 * the rest percent-encoded as UTF-8, no control characters, no dot segments. C1 controls are two bytes long and begin with `%c2`.
 */
export const WELL_FORMED_TARGET = `^(?!${DOT_SEGMENT})(?!.*%c2%[89][0-9a-f])/(?:[!$&-[\\]-~]|${ENCODED})*$`

/** The rule of `WELL_FORMED_TARGET` in words. */
export const MALFORMED_TARGET =
  'its address must be visible ASCII, all else percent-encoded as UTF-8, without #, backslashes, double quotes, control characters and dot segments'

const wellFormed = new RegExp(WELL_FORMED_TARGET, 'i')
/** RFC 9112, 3.2.2. */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)(.*)$/i

/** The target of a request. `query` has its question mark; `host` is there where the target itself names one. */
export type Target = { path: string; query: string; host?: string }

/** Reads a request's target without decoding it, since routes fit paths as clients send them. Throws where it is malformed. */
export function readTarget(url: string): Target {
  const [, host, rest = ''] = url.startsWith('/') ? [undefined, undefined, url] : (ABSOLUTE_FORM.exec(url) ?? [])
  const target = rest.startsWith('/') || host === undefined ? rest : `/${rest}`
  if (!wellFormed.test(target)) throw problem('request_malformed', { reason: MALFORMED_TARGET }, ['path'])
  const query = target.indexOf('?')
  const path = query === -1 ? target : target.slice(0, query)
  return { path, query: target.slice(path.length), ...(host === undefined ? {} : { host }) }
}
