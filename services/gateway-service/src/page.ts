import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, cp, glob, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CODINGS } from '@w2meet/service-kit'
import { CODING_ENDS, compressFile, SMALLEST } from './compressed-file.ts'

const project = fileURLToPath(new URL('../../../', import.meta.url))

/** The page and its documentation as they are served, each text beside its compressed forms (`index.html.br`, `index.html.gz`). */
export const pageFolder = join(project, 'web/dist')

/** The pages that are not built. */
const ownPages = fileURLToPath(new URL('../site/', import.meta.url))

/** The files of swagger-ui-dist, which itself would bring a package that reports every installation. */
const require = createRequire(import.meta.url)
const swaggerUi = join(dirname(require.resolve('@fastify/swagger-ui')), 'static')
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']

/** The sources of the page. Those that an image has are older than its page, so that it never builds one. */
const SOURCES = [
  'package-lock.json',
  'services/gateway-service/site/**/*',
  'web/{index.html,package.json,vite.config.ts,reply/vite.config.ts}',
  'web/{src,public}/**/*',
  'packages/{contract,scheduling}/src/**/*.ts',
]

/** Builds the page where it is missing or older than its sources. Cost where it is not: some 130 calls of `stat`, 10 to 30 ms. */
export async function buildPageIfStale(): Promise<void> {
  const builtMs = await changedMs(join(pageFolder, 'index.html'))
  for await (const source of glob(SOURCES, { cwd: project })) {
    if (source.includes('.test.')) continue
    if ((await changedMs(join(project, source))) > builtMs) return buildPage()
  }
}

export async function buildPage(): Promise<void> {
  const requireForPage = createRequire(join(project, 'web/package.json'))
  console.error('Building the page, once; this takes a few seconds …')
  // The folder gets its name when the page is complete, so that of two starts at once neither serves half a page.
  const unfinished = `${pageFolder}.${process.pid}`
  const vite = join(dirname(requireForPage.resolve('vite/package.json')), 'bin/vite.js')
  for (const [root, folder] of [
    ['.', unfinished],
    ['reply', join(unfinished, 'reply')],
  ] as const) {
    await promisify(execFile)(process.execPath, [vite, 'build', root, '--outDir', folder, '--logLevel', 'warn'], {
      cwd: join(project, 'web'),
      // No other variable: a test's NODE_ENV would make the page a third heavier.
      env: { NODE_ENV: 'production' },
    })
  }
  await cp(ownPages, unfinished, { recursive: true })
  for (const file of SWAGGER_UI_FILES) await copyFile(join(swaggerUi, file), join(unfinished, 'docs', file))
  await compressFiles(unfinished)
  if (existsSync(pageFolder)) await rm(pageFolder, { recursive: true })
  await rename(unfinished, pageFolder)
}

/** Writes the compressed forms of a folder's files beside them. */
async function compressFiles(folder: string): Promise<void> {
  const files = await Array.fromAsync(glob('**/*.*', { cwd: folder }))
  await Promise.all(
    files.map(async (file) => {
      const compressed = await compressFile(file, await readFile(join(folder, file)), SMALLEST)
      if (compressed === undefined) return
      for (const coding of CODINGS) await writeFile(join(folder, file + CODING_ENDS[coding]), compressed[coding])
    }),
  )
}

async function changedMs(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
}
