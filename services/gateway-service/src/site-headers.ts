/** The page loads nothing from elsewhere, and nothing within it is script or style. */
const PAGE = ["default-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'", "object-src 'none'"]
/** swagger-ui sets styles within its page, and has images there. */
const DOCS = [...PAGE, "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"]

/** The headers of every page. */
export const SITE_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' }

/** By the beginning of a file's path, the first that fits. */
const POLICIES = [
  { below: '/docs/', policy: DOCS.join('; ') },
  { below: '/', policy: PAGE.join('; ') },
] as const

/** A browser asks for a page again each time, and gets it only when it has changed; it keeps a file whose name has a hash. */
const LIFETIMES = [
  { below: '/assets/', cacheControl: 'public, max-age=31536000, immutable' },
  { below: '/', cacheControl: 'no-cache' },
] as const

export const policyOf = (file: string): string => POLICIES.find(({ below }) => file.startsWith(below))!.policy
export const lifetimeOf = (file: string): string => LIFETIMES.find(({ below }) => file.startsWith(below))!.cacheControl

/** Policies and lifetimes as nginx maps, by `$site_file`: `$site_policy` and `$site_lifetime`. */
export function siteHeaderMaps(): string {
  return `map $site_file $site_policy {
${POLICIES.map(({ below, policy }) => `  "~^${below}" "${policy}";`).join('\n')}
}
map $site_file $site_lifetime {
${LIFETIMES.map(({ below, cacheControl }) => `  "~^${below}" "${cacheControl}";`).join('\n')}
}`
}
