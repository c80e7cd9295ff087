import { type Input, maxBodyBytesOf, type Operation, ProblemBody } from '@w2meet/contract'
import { checkCaller } from './caller.ts'
import { caseIdsOf } from './case-id.ts'
import type { Handler, Handlers } from './handler.ts'
import type { HttpApp } from './http-app.ts'

/** Serves operations of the contract. Throws where a handler is of none of them, since no caller could reach the handler. */
export function serveAll<const Operations extends readonly Operation[]>(
  app: HttpApp,
  operations: Operations,
  handlers: Handlers<Operations>,
): void {
  const left = new Map<string, unknown>(Object.entries(handlers))
  for (const operation of operations) {
    serve(app, operation, left.get(operation.name) as Handler<Operation>)
    left.delete(operation.name)
  }
  if (left.size > 0) throw new Error(`The contract declares no ${[...left.keys()].join(', ')} here`)
}

/**
 * Serves an operation: checks the caller by the operation's `access`, and validates the input and serializes the answer by the
 * operation's schemas. Requests over HTTP and calls in the same process both go to the handler that is kept here.
 */
export function serve<O extends Operation>(app: HttpApp, operation: O, handler: Handler<O>): void {
  const { name, method, path, params, query, headers, body, success, answer, contentType, otherAnswers, secret } = operation
  const { callers, served } = app
  const checked: Handler<O> = async (input, asked, head) => {
    if (callers.mode === 'protected') checkCaller(operation, asked.caller)
    return handler(input, asked, head)
  }
  served.set(name, checked as unknown as Handler<Operation>)
  app.route({
    method,
    url: path,
    bodyLimit: maxBodyBytesOf(operation),
    config: { operation: name, ...(secret && { leftAsItIs: true }) },
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
      const caller = await callers.callerOf(request.headers)
      const asked = { caseId: request.id, caseIds: caseIdsOf(request.headers, request.id), caller }
      const result = await checked(request as unknown as Input<O>, asked, reply)
      return success === 204 || reply.statusCode === 304 ? reply.send() : result
    },
  })
}
