/** Work was not tried, or not waited for, because a dependency fails. */
export class CircuitOpenError extends Error {
  override name = 'CircuitOpenError'
}

/** Keeps work from a dependency that fails, until that answers again. */
export type CircuitBreaker = {
  /** Rejects at once while the circuit is open; work that is under way when it opens is not waited for. */
  run<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

type Options = {
  /** Asks the dependency whether it is back; must end within its own timeout. */
  probe: () => Promise<unknown>
  probeEveryMs: number
  onOpen?: (reason: unknown) => void
  onRecovery?: () => void
}

/**
 * The first failure opens the circuit; from then on only the probe, in the background, asks whether the dependency is
 * back. So an outage costs all work under way one timeout together, and later work nothing.
 */
export function createCircuitBreaker({ probe, probeEveryMs, onOpen, onRecovery }: Options): CircuitBreaker {
  const underWay = new Set<(reason: CircuitOpenError) => void>()
  let open = false
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function trip(reason: unknown): void {
    if (open || closed) return
    open = true
    for (const reject of underWay) reject(new CircuitOpenError('the dependency failed meanwhile', { cause: reason }))
    underWay.clear()
    onOpen?.(reason)
    waitToProbe()
  }

  function waitToProbe(): void {
    if (!closed) timer = setTimeout(() => probe().then(recover, waitToProbe), probeEveryMs)
  }

  function recover(): void {
    open = false
    if (!closed) onRecovery?.()
  }

  return {
    run(work) {
      if (open) return Promise.reject(new CircuitOpenError('the dependency failed a moment ago'))
      return new Promise((resolve, reject) => {
        underWay.add(reject)
        work().then(
          (result) => {
            underWay.delete(reject)
            resolve(result)
          },
          (error) => {
            if (underWay.delete(reject)) trip(error)
            reject(error)
          },
        )
      })
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
