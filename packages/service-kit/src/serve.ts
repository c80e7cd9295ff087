import { type Answer, type Input, maxBodyBytesOf, type Operation, ProblemBody } from '@w2meet/contract'
import { caseIdsOf } from './case-id.ts'
import type { HttpApp } from './http-app.ts'

/** On whose behalf a request is: `caseIds` has several where callers' requests share one call. */
export type Case = { caseId: string; caseIds: readonly string[] }

/** The head of an answer, which a handler may write besides the answer itself. */
export type AnswerHead = { code(status: number): unknown; header(name: string, value: string): unknown }

export type Handler<O extends Operation> = (input: Input<O>, context: Case, head: AnswerHead) => Promise<Answer<O>>

/** Serves an operation of the contract: its input is validated, its answer serialized, by the schemas it declares. */
export function serve<O extends Operation>(app: HttpApp, operation: O, handler: Handler<O>): void {
  const { name, method, path, params, query, headers, body, success, answer, contentType, otherAnswers } = operation
  app.served.set(name, handler as unknown as Handler<Operation>)
  app.route({
    method,
    url: path,
    bodyLimit: maxBodyBytesOf(operation),
    config: { operation: name },
    schema: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      response: {
        ...(success === 204 || contentType !== undefined ? {} : { [success]: answer }),
        '4xx': ProblemBody,
        '5xx': ProblemBody,
        ...otherAnswers,
      },
    },
    async handler(request, reply) {
      reply.code(success)
      if (contentType !== undefined) reply.type(contentType)
      const context = { caseId: request.id, caseIds: caseIdsOf(request.headers, request.id) }
      const result = await handler(request as unknown as Input<O>, context, reply)
      return success === 204 ? reply.send() : result
    },
  })
}
