export type Load = AsyncDisposable & { stop(): Promise<void> }

/** Repeats the work, `atOnce` times at once, until it is stopped: at the end of the scope that holds it, at the latest. */
export function startLoad(atOnce: number, work: (turn: number) => Promise<void>): Load {
  let stopped = false
  let turn = 0
  const workers = Array.from({ length: atOnce }, async () => {
    while (!stopped) await work(turn++)
  })
  const stop = async () => {
    stopped = true
    await Promise.all(workers)
  }
  return { stop, [Symbol.asyncDispose]: stop }
}
