import type { Client } from '@w2meet/contract'

/** A service that a command may ask for its internal operations. */
export type AskedService = {
  client: Client
  /** Where the service is, in messages to people. */
  place: string
  close(): Promise<void>
}

/** Less than the 30 s of silence after which a server ends a connection. RabbitMQ hands out a look at thousands one by one. */
export const TIMEOUT_MS = 25_000
