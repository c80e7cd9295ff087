import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@w2meet/service-kit'
import pg from 'pg'

const CONNECT_TIMEOUT_MS = 3_000
const RECONNECT_MS = 500

type Options = { url: string; application: string; channel: string; heard: () => void; log: Log }

/**
 * Hears of notices (NOTIFY) on a channel, over a connection of its own that it makes anew whenever it is lost. It misses notices
 * in between, and so calls `heard` after each connecting, too. It is late to notice a connection that dies in silence.
 */
export function openPostgresListener({ url, application, channel, heard, log }: Options): { close(): Promise<void> } {
  const closing = new AbortController()

  async function listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: application,
    })
    const lost = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('error', (error) => log.debug({ err: error }, 'the listener lost its connection to PostgreSQL'))
    client.on('notification', heard)
    const hangUp = () => void client.end().catch(() => {})
    closing.signal.addEventListener('abort', hangUp)
    try {
      await client.connect()
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
      heard()
      await lost
    } finally {
      closing.signal.removeEventListener('abort', hangUp)
      await client.end().catch(() => {})
    }
  }

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch((error) => log.debug({ err: error }, 'the listener cannot listen to PostgreSQL; it tries again'))
      await delay(RECONNECT_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  const listening = keepListening()
  return {
    async close() {
      closing.abort()
      await listening
    },
  }
}
