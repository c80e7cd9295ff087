/** Hears when the file of the jobs cannot be used, and when it can again. */
export type QueueLog = { warn(facts: object, message: string): void; info(facts: object, message: string): void }

/** A file that is locked may be read all the same. */
type Use = 'reading' | 'writing'

/** Tells of a file that cannot be used: once, however often it is tried meanwhile, and once when it can be used again. */
export type Trouble = { met(use: Use, error: unknown): void; over(use: Use): void }

export function createTrouble(queue: string, log: QueueLog | undefined): Trouble {
  const failing = new Set<Use>()
  return {
    met(use, error) {
      const isNew = failing.size === 0
      failing.add(use)
      const { message: reason } = error as Error
      if (isNew) log?.warn({ queue, reason }, `${use} the file of the jobs fails; they are kept, and it is tried again`)
    },
    over(use) {
      if (failing.delete(use) && failing.size === 0) log?.info({ queue }, 'the file of the jobs can be used again')
    },
  }
}
