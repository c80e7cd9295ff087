import { extname } from 'node:path'

/** The content types that both gateways send, by the end of a file's name. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
}

/** Throws where the kind of file is not in the table. */
export function contentTypeOf(path: string): string {
  const type = CONTENT_TYPES[extname(path).slice(1)]
  if (type === undefined) throw new Error(`${path} has no content type yet; add it to content-types.ts`)
  return type
}
