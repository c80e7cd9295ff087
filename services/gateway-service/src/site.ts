import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeApi } from './openapi.ts'
import { buildPageIfStale, pageFolder } from './page.ts'

/** The gateway's own pages: the content of each file by its path, such as `/docs/index.html`. */
export type Site = ReadonlyMap<string, Buffer>

const ownPages = fileURLToPath(new URL('../site/', import.meta.url))

/** The files of swagger-ui-dist, which itself would bring a package that reports every installation. */
const swaggerUi = fileURLToPath(new URL('static/', import.meta.resolve('@fastify/swagger-ui')))
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

/** The page, what is in `site/`, the OpenAPI document, and the program that shows it. About 2.5 MB. */
export async function createSite(): Promise<Site> {
  const site = new Map<string, Buffer>()
  await buildPageIfStale()
  for (const folder of [pageFolder, ownPages]) {
    for (const file of await filesBelow(folder)) site.set(`/${file}`, await readFile(join(folder, file)))
  }
  for (const file of SWAGGER_UI_FILES) site.set(`/docs/${file}`, await readFile(join(swaggerUi, file)))
  site.set('/openapi.json', Buffer.from(JSON.stringify(await describeApi())))
  return site
}

/** Writes the site to a folder, made where it is missing, for a gateway that serves files. */
export async function writeSite(site: Site, folder: string): Promise<void> {
  for (const [path, content] of site) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
}
