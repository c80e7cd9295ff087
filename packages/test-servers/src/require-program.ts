import { execFile, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** Where Debian keeps servers that are not on everybody's path. */
const OTHER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/lib/postgresql/*/bin', '/usr/lib/rabbitmq/bin']

/**
 * The path of a program, by the first of its names that is found. Where it is missing, its Debian package is installed,
 * which needs Debian and root; otherwise throws what to install.
 */
export function needProgram(names: string | readonly string[], debianPackage: string): Promise<string> {
  const wanted = [names].flat()
  return need(wanted.join(' or '), debianPackage, () => findProgram(wanted))
}

/** The path of a Python that has this module; installed like a program where it is missing. */
export function needPython(module: string, debianPackage: string): Promise<string> {
  const hasModule = (python: string) => spawnSync(python, ['-c', `import ${module}`]).status === 0
  return need(`Python's ${module}`, debianPackage, () => ['/usr/bin/python3', 'python3'].find(hasModule))
}

async function need(title: string, debianPackage: string, find: () => string | undefined): Promise<string> {
  const found = find()
  if (found !== undefined) return found
  const advice = `The tests need ${title}; install the package ${debianPackage} (on Debian: apt-get install ${debianPackage}).`
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) throw new Error(advice)

  console.log(`${title} is missing: installing the Debian package ${debianPackage} …`)
  try {
    await promisify(execFile)('flock', ['/tmp/w2meet-apt.lock', 'sh', '-euc', INSTALL, 'install', debianPackage])
  } catch (error) {
    throw new Error(`${advice} Doing so failed: ${(error as { stderr?: string }).stderr?.trim()}`, { cause: error })
  }
  const installed = find()
  if (installed === undefined) throw new Error(`${advice} The package is there, but holds no ${title}.`)
  return installed
}

/** Under a lock, because test files run at once. The policy keeps Debian from starting the server itself. */
const INSTALL = `
  dpkg-query -W -f '\${Status}' "$1" 2>/dev/null | grep -q ' installed$' && exit 0
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\\nexit 101\\n' > $policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq -o DPkg::Lock::Timeout=300 --no-install-recommends install "$1" > /dev/null
`

function findProgram(names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...OTHER_FOLDERS.flatMap((pattern) => globSync(pattern))]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
