import { Check } from 'typebox/schema'
import { type Client, type ClientOptions, clientThatChecks, type Transport } from './client.ts'

/**
 * A typed client of a service that makes no code, as the Content-Security-Policy of a page demands. Slower than
 * `createClient` by far, which a person does not notice.
 */
export function createInterpretingClient(service: string, transport: Transport, options: ClientOptions): Client {
  return clientThatChecks(Check, service, transport, options)
}
