import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const project = new URL('../../', import.meta.url)
const readJson = async (file: string) => JSON.parse(await readFile(new URL(file, project), 'utf8'))

type LockedPackage = { version: string; integrity?: string; link?: true; hasInstallScript?: true }

test('every package that npm ci brings is pinned by its content, and none fetches more while it is installed', async () => {
  const { packages } = (await readJson('package-lock.json')) as { packages: Record<string, LockedPackage> }

  const brought = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true)

  expect(brought.length).toBeGreaterThan(100)
  expect(brought.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  expect(brought.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([])
})

test('the Node.js that npm brings is one version on every machine, and this is it', async () => {
  const { optionalDependencies } = (await readJson('package.json')) as { optionalDependencies: Record<string, string> }

  const versions = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'))

  expect(versions.length).toBeGreaterThan(3)
  expect(new Set(versions.map(([, version]) => version))).toEqual(new Set([process.versions.node]))
})
