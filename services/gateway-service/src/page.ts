import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const project = fileURLToPath(new URL('../../../', import.meta.url))

/** The page as it is served, made from `web/`. */
export const pageFolder = join(project, 'web/dist')

/** The sources of the page. An image that has only the page itself has none of them, and never builds it. */
const SOURCES = [
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

async function buildPage(): Promise<void> {
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
  if (existsSync(pageFolder)) await rm(pageFolder, { recursive: true })
  await rename(unfinished, pageFolder)
}

async function changedMs(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
}
