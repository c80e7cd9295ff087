import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Microseconds of processor time. */
export type CpuTime = { userUs: number; systemUs: number }

/** The time that processes, and those they started that still run, have used so far. Linux only. Resolution: 10 ms. */
export function readCpuTime(pids: readonly number[]): CpuTime {
  const tickUs = 1_000_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess)
  const wanted = new Set(pids)
  // Parents come before their children, since identifiers grow; where they have started anew, a process is missed.
  for (const { pid, parent } of all.toSorted((a, b) => a.pid - b.pid)) if (wanted.has(parent)) wanted.add(pid)

  const ours = all.filter(({ pid }) => wanted.has(pid))
  const sum = (ticks: (one: Process) => number) => tickUs * ours.reduce((total, one) => total + ticks(one), 0)
  return { userUs: sum(({ userTicks }) => userTicks), systemUs: sum(({ systemTicks }) => systemTicks) }
}

type Process = { pid: number; parent: number; userTicks: number; systemTicks: number }

/** The process; an empty list where it has ended meanwhile. */
function readProcess(pid: string): Process[] {
  try {
    // Its name, in parentheses, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const [parent, userTicks, systemTicks] = [1, 11, 12].map((index) => Number(fields[index])) as [number, number, number]
    return [{ pid: Number(pid), parent, userTicks, systemTicks }]
  } catch {
    return []
  }
}
