import { createWaitingLine } from './waiting-line.ts'

type Client = { release: unknown }
/** The pool of `pg`, as far as it is used here. */
type ConnectingPool = { connect(): Promise<Client>; on(event: 'release', heard: () => void): unknown }
type Connect = (error: Error | undefined, ...connected: unknown[]) => void

/**
 * Has whoever finds all connections of a pool in use wait in a line of its own. The one of `pg` takes however many come, and
 * gives the same error for a pool whose connections are all in use and for a server that cannot be reached.
 */
export function queueBefore(pool: ConnectingPool, { places, waitMs }: { places: number; waitMs: number }): void {
  const line = createWaitingLine({ places, waitMs })
  const connect = pool.connect.bind(pool)
  // The pool goes on with what it does at a release; only then has it a connection for the next.
  pool.on('release', () => queueMicrotask(line.leave))

  async function connectInTurn(): Promise<Client> {
    await line.enter()
    return connect().catch((error) => {
      line.leave()
      throw error
    })
  }

  Object.assign(pool, {
    connect(done?: Connect) {
      const connecting = connectInTurn()
      if (done === undefined) return connecting
      connecting.then((client) => done(undefined, client, client.release), done)
    },
  })
}
