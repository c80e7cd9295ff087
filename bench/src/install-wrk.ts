import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { BenchError } from './bench.ts'

const run = promisify(execFile)

/** Installs wrk where it is missing and that is possible; throws a BenchError that says what to install where it is not. */
export async function installWrk({ onProgress, signal }: { onProgress(line: string): void; signal: AbortSignal }): Promise<void> {
  if (await isInstalled()) return
  const byHand = 'Install wrk, the load generator (Debian: apt-get install wrk; macOS: brew install wrk), and run this again.'
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new BenchError(byHand)

  onProgress('wrk, the load generator, is missing: installing it by apt-get …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update'], { env, signal })
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'wrk'], { env, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new BenchError(`apt-get could not install wrk. ${byHand}`, { cause: error })
  }
}

async function isInstalled(): Promise<boolean> {
  try {
    await run('wrk', ['-v'])
    return true
  } catch (error) {
    // `wrk -v` ends with exit code 1.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
