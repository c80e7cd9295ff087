import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpLimits } from './http-limits.ts'

/** The facts of a client's connection that Node.js keeps to itself. */
export type HttpConnection = {
  openedMs: number
  /** Of the request whose headers came last. */
  latest: ServerResponse | undefined
  /** Requests whose answers are not over. */
  unanswered: number
  /** Once true, the server looks at no more bytes of the client, and ends the connection soon. */
  isEnding: boolean
  /** Since when no request is unanswered; undefined before the first, and while one is. */
  idleSinceMs: number | undefined
  /** Since when bytes of answers wait for the client to read. */
  backlogSinceMs: number | undefined
}

/** The connections of a server, and the limits that Node.js has no setting for. Times are those of `performance.now()`. */
export function createHttpConnections(limits: HttpLimits) {
  const connections = new Map<Socket, HttpConnection>()
  // By then the next request was to be there; one whose headers never end was answered 408 before.
  const mostIdleMs = limits.keepAliveMs + limits.headersMs + 3 * limits.checkEveryMs

  function isOverdue(socket: Socket, connection: HttpConnection, nowMs: number): boolean {
    if (socket.writableLength === 0) connection.backlogSinceMs = undefined
    else connection.backlogSinceMs ??= nowMs
    const { backlogSinceMs = nowMs, idleSinceMs = nowMs } = connection
    return nowMs - backlogSinceMs >= limits.backlogMs || nowMs - idleSinceMs >= mostIdleMs
  }

  return {
    add(socket: Socket): void {
      connections.set(socket, {
        openedMs: performance.now(),
        latest: undefined,
        unanswered: 0,
        isEnding: false,
        idleSinceMs: undefined,
        backlogSinceMs: undefined,
      })
      socket.once('close', () => connections.delete(socket))
    },
    /** Undefined where the connection is closed already. */
    find: (socket: Socket) => connections.get(socket),
    /** Counts a request until its answer is over. */
    began(connection: HttpConnection, response: ServerResponse): void {
      connection.latest = response
      connection.unanswered++
      connection.idleSinceMs = undefined
      response.once('close', () => {
        if (--connection.unanswered === 0) connection.idleSinceMs = performance.now()
      })
    },
    /** Destroys the connections of clients that read too slowly, or keep sending bytes that never become a request. */
    destroyOverdue(): void {
      const nowMs = performance.now()
      for (const [socket, connection] of connections) if (isOverdue(socket, connection, nowMs)) socket.destroy()
    },
    /** Destroys those that have waited for another request for so long. */
    destroyIdle(forMs: number): void {
      const nowMs = performance.now()
      for (const [socket, { idleSinceMs = nowMs }] of connections) if (nowMs - idleSinceMs >= forMs) socket.destroy()
    },
    /** Destroys those that have not said anything since so long ago: a browser opens some in case it needs them. */
    destroyUnused(forMs: number): void {
      const nowMs = performance.now()
      for (const [socket, { openedMs }] of connections) {
        if (socket.bytesRead === 0 && nowMs - openedMs >= forMs) socket.destroy()
      }
    },
    destroyAll(): void {
      for (const socket of connections.keys()) socket.destroy()
    },
    /** Lets the client read its last answer, and destroys the socket soon, whatever the client does. */
    end(socket: Socket, connection: HttpConnection): void {
      connection.isEnding = true
      // Node.js would close at once after the answer. Bytes that the client still sends would then reset the connection, and
      // the client would lose the answer before it reads it.
      socket.destroySoon = () => void socket.end()
      setTimeout(() => socket.destroy(), limits.lingerMs)
    },
  }
}

export type HttpConnections = ReturnType<typeof createHttpConnections>
