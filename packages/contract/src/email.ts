import Type from 'typebox'

/** RFC 5321 4.1.2: a dot-string. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
/** Letters, marks and digits of every script, and what stands for a dot (RFC 3490 3.1). */
const LABEL = '[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?'
const PATTERN = `^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:[.\\u3002\\uff0e\\uff61]${LABEL})*$`
const MAX_LOCAL_PART = 64
const MAX_EMAIL = 254

/** The name of the format by which input is judged beyond its pattern; services teach it to their validators. */
export const MAILBOX_FORMAT = 'mailbox'

/**
 * A mailbox as RFC 5321 4.1.2 has it, of at most 254 characters (RFC 3696, erratum 1690); its domain in ASCII or not. Use
 * `canonicalEmail` of it.
 */
export const Email = Type.String({
  title: 'a valid e-mail address of at most 254 characters',
  maxLength: MAX_EMAIL,
  pattern: PATTERN,
  format: MAILBOX_FORMAT,
  examples: ['ada@example.com'],
})

const shape = new RegExp(PATTERN, 'u')
const asciiDomainShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/
const hasOtherThanAscii = /[^\0-\x7f]/

/** The canonical form of a text that is an address, with spaces around it or not; undefined of any other. */
export function emailOf(text: string): string | undefined {
  const email = text.trim()
  if (email.length > MAX_EMAIL || !shape.test(email) || !isMailbox(email)) return undefined
  return canonicalEmail(email)
}

/**
 * Whether a text that has the shape of an address is one: its local part has 64 octets at most, and nothing that mail programs read as an
 * encoded word (RFC 2047); its domain can be written in ASCII, and the address stays short enough.
 */
export function isMailbox(email: string): boolean {
  const at = email.indexOf('@')
  if (at > MAX_LOCAL_PART || email.includes('=?')) return false
  if (!hasOtherThanAscii.test(email)) return true
  const domain = asciiDomain(email.slice(at + 1))
  return domain !== undefined && at + 1 + domain.length <= MAX_EMAIL
}

/**
 * The one form in which an address is compared, stored and answered: in lower case, its domain in A-labels (RFC 5890), so that
 * `info@münchen.de` is `info@xn--mnchen-3ya.de`.
 */
export function canonicalEmail(email: string): string {
  if (!hasOtherThanAscii.test(email)) return email.toLowerCase()
  const at = email.lastIndexOf('@')
  return `${email.slice(0, at + 1)}${asciiDomain(email.slice(at + 1)) ?? email.slice(at + 1)}`.toLowerCase()
}

/** UTS #46, as services and browsers have it for addresses of pages. Undefined where it is no domain, or the number of a host. */
function asciiDomain(domain: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${domain}`)
    return asciiDomainShape.test(hostname) && !/(?:^|\.)\d+$/.test(hostname) ? hostname : undefined
  } catch {
    return undefined
  }
}
