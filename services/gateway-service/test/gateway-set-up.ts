import type { ServiceName } from '@w2meet/contract'
import { afterEach } from 'vitest'
import type { Names } from '../src/guard.ts'
import { type Backend, openBackend } from './backend.ts'

/** Opens a gateway of some kind before replicas, given by their base URLs. `timeoutMs`: how long they may be silent. */
export type OpenGateway = (
  replicas: Record<ServiceName, string[]>,
  options: { timeoutMs: number; names?: Names },
) => Promise<{ url: string; close(): Promise<void> }>

/** The names of a gateway where a test gives none. */
export const NAMES: Names = { publicUrl: undefined, allowedHosts: [] }

export const TIMEOUT_MS = 2_000

/** Sets a gateway up for one test, and closes it after that. */
export function gatewaySetUp(open: OpenGateway) {
  const closing: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const thing of closing.splice(0).reverse()) await thing.close()
  })

  /** A gateway before one backend for each service, but for those given. */
  return async (given: Partial<Record<ServiceName, (Backend | string)[]>> = {}, names: Names = NAMES) => {
    const backends: Partial<Record<ServiceName, Backend>> = {}
    const urls = {} as Record<ServiceName, string[]>
    for (const service of ['user-service', 'availability-service', 'suggestion-service', 'worker-service'] as const) {
      const replicas = given[service] ?? [(backends[service] = await openBackend())]
      for (const replica of replicas) if (typeof replica !== 'string') closing.push(replica)
      urls[service] = replicas.map((replica) => (typeof replica === 'string' ? replica : replica.url))
    }
    const gateway = await open(urls, { timeoutMs: TIMEOUT_MS, names })
    closing.push(gateway)
    return { url: gateway.url, backends: backends as Record<ServiceName, Backend> }
  }
}
