import Type from 'typebox'

/**
 * A valid mailbox as the HTML standard defines it (a practical subset of RFC 5321 4.1.2), of at most 254 characters
 * (RFC 3696, erratum 1690).
 */
export const Email = Type.String({
  title: 'a valid e-mail address of at most 254 characters',
  maxLength: 254,
  pattern:
    "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",
  examples: ['ada@example.com'],
})

/** The one form in which an address is compared and stored. */
export function canonicalEmail(email: string): string {
  return email.toLowerCase()
}
