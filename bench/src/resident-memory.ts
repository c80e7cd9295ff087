import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The resident set of another process in MB (2^20 bytes). Both sources count in kB. */
export async function readResidentMb(pid: number): Promise<number> {
  const kb =
    process.platform === 'linux' ? await fromProc(pid) : Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout)
  if (!(kb > 0)) throw new Error(`The resident memory of process ${pid} cannot be read.`)
  return kb / 1_024
}

async function fromProc(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])
}
