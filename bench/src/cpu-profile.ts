import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type CallFrame = { functionName: string; url: string; lineNumber: number }

type CpuProfile = {
  nodes: { id: number; callFrame: CallFrame }[]
  /** Microseconds of the monotonic clock that all processes share. */
  startTime: number
  samples: number[]
  timeDeltas: number[]
}

/** From and to, in the microseconds of `nowUs`. */
export type TimeSpan = { fromUs: number; toUs: number }

export const nowUs = () => Number(process.hrtime.bigint() / 1_000n)

/** The profile of the main thread that `--cpu-prof` left in the folder. */
export async function readCpuProfile(folder: string): Promise<CpuProfile> {
  const names = await readdir(folder)
  // CPU.date.time.process.thread.sequence.cpuprofile
  const name = names.find((name) => /\.0\.\d+\.cpuprofile$/.test(name))
  if (name === undefined) throw new Error(`--cpu-prof left no profile of the main thread, only: ${names.join(', ') || 'nothing'}`)
  return JSON.parse(await readFile(join(folder, name), 'utf8'))
}

/** Self time in microseconds by what `areaOf` says of each function, of the samples in the span. Throws where there are none. */
export function sumSelfTime(
  { nodes, startTime, samples, timeDeltas }: CpuProfile,
  { fromUs, toUs }: TimeSpan,
  areaOf: (frame: CallFrame) => string,
): Map<string, number> {
  const areas = new Map(nodes.map(({ id, callFrame }) => [id, areaOf(callFrame)]))
  const selfUs = new Map<string, number>()
  let timeUs = startTime
  for (const [index, id] of samples.entries()) {
    timeUs += timeDeltas[index]!
    if (timeUs < fromUs || timeUs > toUs) continue
    // A sample stands for the time until the next one.
    const area = areas.get(id)!
    selfUs.set(area, (selfUs.get(area) ?? 0) + (timeDeltas[index + 1] ?? 0))
  }
  if (selfUs.size === 0) throw new Error('The profile has no samples of the time of the load.')
  return selfUs
}
