import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Client, type ClientOptions, clientThatChecks, type Transport } from './client.ts'

/** A typed client of a service, for programs that call often: the shapes of answers are compiled. */
export function createClient(service: string, transport: Transport, options: ClientOptions): Client {
  return clientThatChecks(conforms, service, transport, options)
}

const validators = new WeakMap<object, ReturnType<typeof Compile>>()
function conforms(shape: TSchema, value: unknown): boolean {
  let validator = validators.get(shape)
  if (validator === undefined) validators.set(shape, (validator = Compile(shape)))
  return validator.Check(value)
}
