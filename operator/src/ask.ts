import { randomUUIDv7 } from 'node:crypto'
import { type Answer, type Input, type Operation, Problem } from '@w2meet/contract'
import { StartError } from '@w2meet/service-kit'
import type { AskedService } from './asked-service.ts'

/** Asks a service for an operation, and closes it. Throws a StartError with the service's own sentence where it refuses. */
export async function ask<O extends Operation>(
  { client, place, close }: AskedService,
  operation: O,
  input: Input<O>,
): Promise<Answer<O>> {
  const caseId = randomUUIDv7()
  try {
    return await client.call(operation, input, { caseIds: [caseId] })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new StartError(`${error.message} (${place} was asked, with the Case-Id ${caseId})`, { cause: error })
  } finally {
    await close()
  }
}
