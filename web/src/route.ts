/** A view and its parameters. They stand after `#` in the address, so that the browser sends no e-mail in them to a server. */
export type Route = { view: (typeof VIEWS)[number]; params: URLSearchParams }

const VIEWS = ['week', 'find', 'book', 'meeting', 'meetings'] as const

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const view = VIEWS.find((known) => known === path) ?? 'week'
  return { view, params: new URLSearchParams(query) }
}

/** E-mails stay readable: only what a fragment cannot hold is escaped. */
export function hashOf(view: string, params: URLSearchParams): string {
  const query = params.toString().replaceAll('%40', '@').replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')
  return `#/${view}${query === '' ? '' : `?${query}`}`
}
