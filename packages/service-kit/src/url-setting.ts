/** What a URL of a setting must be like. */
export type UrlRule = {
  schemes: readonly string[]
  /** `bare`: scheme, host and port alone. Otherwise a user, a password, a path and a query may be in it. */
  bare?: boolean
  /** Several, separated by commas. */
  several?: boolean
}

/** How to write a password that would make another URL of the whole. */
export const HOW_TO_WRITE_PASSWORDS = 'write # / ? @ % in user and password as %23 %2F %3F %40 %25'

/**
 * Whether every parser takes a setting for the same URL. A `#`, `/` or `?` in a password ends the host's part early: the user
 * would become the host, and the password its port, or a path.
 */
export function isUrlSetting(text: string, { schemes, bare = false, several = false }: UrlRule): boolean {
  const urls = several ? text.split(',') : [text]
  return urls.every((url) => {
    const parsed = parse(url)
    return (
      parsed !== undefined && schemes.includes(parsed.protocol.slice(0, -1)) && (bare ? isBare(url, parsed) : isWhole(parsed))
    )
  })
}

function parse(text: string): URL | undefined {
  // Not by the rule for special schemes, which would also take `http:host` and `http:\\host`.
  if (!/^[a-z]+:\/\/[^\s\\#/]\S*$/.test(text) || text.includes('#')) return undefined
  // PostgreSQL's socket is named in the query, and its host is empty.
  return URL.parse(text) ?? URL.parse(text.replace(/@\/(?=.*[?&]host=)/, '@socket/')) ?? undefined
}

function isBare(text: string, { username, password }: URL): boolean {
  return /^[a-z]+:\/\/[^/?@,]+\/?$/.test(text) && username === '' && password === ''
}

function isWhole({ username, password, pathname, search }: URL): boolean {
  try {
    // Drivers decode them, and would throw with the whole URL in their message.
    decodeURIComponent(username)
    decodeURIComponent(password)
  } catch {
    return false
  }
  return !`${pathname}${search}`.includes('@')
}
