import { availableParallelism, cpus, totalmem, type } from 'node:os'

/** One line: figures of different machines are not to be compared. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || process.arch
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${model}, ${availableParallelism()} cores, ${memoryGb} GB, ${type()}, Node.js ${process.version}`
}
