import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { etagOf } from '@w2meet/service-kit'
import { CODING_ENDS, type CompressedFile, compressFile, SOON } from './compressed-file.ts'
import { describeApi } from './openapi.ts'
import { buildPageIfStale, pageFolder } from './page.ts'

/** A file of the site. Its tag is of its content, whatever the coding in which it is sent. */
type SiteFile = { content: Buffer; etag: string; compressed: CompressedFile | undefined }

/** The gateway's own pages: each file by its path, such as `/docs/index.html`. */
export type Site = ReadonlyMap<string, SiteFile>

/** The page and its documentation as they were built, and the OpenAPI document. About 3 MB. */
export async function createSite(): Promise<Site> {
  await buildPageIfStale()
  const site = new Map<string, SiteFile>()
  const files = new Set(await filesBelow(pageFolder))
  const codedFiles = new Set([...files].flatMap((file) => Object.values(CODING_ENDS).map((end) => file + end)))
  for (const file of files) {
    if (codedFiles.has(file)) continue
    const read = (end = '') => readFile(join(pageFolder, file + end))
    const compressed = files.has(file + CODING_ENDS.br)
      ? { br: await read(CODING_ENDS.br), gzip: await read(CODING_ENDS.gzip) }
      : undefined
    site.set(`/${file}`, siteFile(await read(), compressed))
  }
  const openApi = Buffer.from(JSON.stringify(await describeApi()))
  site.set('/openapi.json', siteFile(openApi, await compressFile('/openapi.json', openApi, SOON)))
  return site
}

/** The paths by which clients ask for a file: a folder's `index.html` also by the folder, with or without a slash at the end. */
export function addressesOf(path: string): string[] {
  if (!path.endsWith('/index.html')) return [path]
  const folder = path.slice(0, -'/index.html'.length)
  return [path, `${folder}/`, ...(folder === '' ? [] : [folder])]
}

function siteFile(content: Buffer, compressed: CompressedFile | undefined): SiteFile {
  return { content, etag: etagOf(content), compressed }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
}
