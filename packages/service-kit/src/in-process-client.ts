import { type Answer, type Client, type Operation, Problem, problem } from '@w2meet/contract'
import { compileAnswer } from './answer-serialization.ts'
import { SERVICE } from './caller.ts'
import type { Clock } from './clock.ts'
import type { HttpApp } from './http-app.ts'
import { inTime } from './in-time.ts'
import { compileInput } from './input-validation.ts'
import { createReplicas } from './replicas.ts'

type Options = {
  timeoutMs: number
  /** Whether answers of operations that are `bulk` are serialized, too: in tests, so that these see what HTTP would let through. */
  serializesBulk?: boolean
}

/**
 * A client of services in the same process, each in turn: the same checks of callers, validation, serialization, problems and
 * log lines as over HTTP, without its bytes. Questions, and answers of operations that are `bulk`, are handed over as they are
 * and must not be changed afterwards.
 */
export function createInProcessClient(
  service: string,
  apps: readonly HttpApp[],
  clock: Clock,
  { timeoutMs, serializesBulk = false }: Options,
): Client {
  const replicas = createReplicas(apps, clock)
  const compiled = new Map<string, ReturnType<typeof compile>>()
  const compile = (operation: Operation) => ({
    read: compileInput(operation),
    serialize: operation.bulk && !serializesBulk ? (answer: unknown) => answer : compileAnswer(operation),
  })
  function compiledFor(operation: Operation): ReturnType<typeof compile> {
    let both = compiled.get(operation.name)
    if (both === undefined) compiled.set(operation.name, (both = compile(operation)))
    return both
  }

  return {
    service,
    async call(operation, input, { caseIds }) {
      const [app] = replicas.inTurn()
      const { served, requestLog } = app!
      const startMs = performance.now()
      let status: number = operation.success
      const reply = { code: (given: number) => (status = given), header() {} }
      try {
        const handler = served.get(operation.name)
        if (handler === undefined) throw new Error(`${service} does not serve ${operation.name}`)
        const { read, serialize } = compiledFor(operation)
        const answer = handler(read(input) as never, { caseId: caseIds[0]!, caseIds, caller: SERVICE }, reply)
        const late = () => problem('service_timed_out', { service })
        return serialize(await inTime(answer, timeoutMs, late)) as Answer<typeof operation>
      } catch (thrown) {
        const error = thrown as Error
        status = error instanceof Problem ? error.status : 500
        if (status >= 500) requestLog.failed(caseIds[0]!, error)
        throw error instanceof Problem ? error : problem('service_answered_wrongly', { service }, undefined, { cause: error })
      } finally {
        const { method, name } = operation
        requestLog.answered({ caseIds, method, operation: name, status, durationMs: performance.now() - startMs })
      }
    },
  }
}
