import { type Answer, type Client, Problem, problem } from '@w2meet/contract'
import { SERVICE } from './caller.ts'
import type { Clock } from './clock.ts'
import type { HttpApp } from './http-app.ts'
import { inTime } from './in-time.ts'
import { compileInput } from './input-validation.ts'
import { createReplicas } from './replicas.ts'

/**
 * A client of services in the same process, each in turn: the same handlers, validation, problems and log lines as over
 * HTTP, without its bytes. Questions and answers are handed over as they are and must not be changed afterwards.
 */
export function createInProcessClient(
  service: string,
  apps: readonly HttpApp[],
  clock: Clock,
  { timeoutMs }: { timeoutMs: number },
): Client {
  const replicas = createReplicas(apps, clock)
  const validators = new Map<string, (input: object) => void>()

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
        let validate = validators.get(operation.name)
        if (validate === undefined) validators.set(operation.name, (validate = compileInput(operation)))
        validate(input)
        const answer = handler(input as never, { caseId: caseIds[0]!, caseIds, caller: SERVICE }, reply)
        return (await inTime(answer, timeoutMs, () => problem('service_timed_out', { service }))) as Answer<typeof operation>
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
