import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { DEFAULT_MAX_BODY_BYTES, type Operation, Problem, problem } from '@w2meet/contract'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Callers, OPEN_TO_ALL } from './caller.ts'
import { caseIdOf, caseIdsOf } from './case-id.ts'
import { compressAnswer } from './compression.ts'
import type { Handler } from './handler.ts'
import { compileValidator } from './input-validation.ts'
import { parseJson } from './json-body.ts'
import type { Log } from './log.ts'
import { createRequestLog, NO_OPERATION, type RequestLog } from './request-log.ts'

/** A Fastify app, with the parts that calls in the same process need: the handlers by operation, its callers, and its log. */
export type HttpApp = FastifyInstance & { served: Map<string, Handler<Operation>>; callers: Callers; requestLog: RequestLog }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation in the log of the route's requests. */
    operation?: string
  }
}

/** An address of 254 characters, each percent-encoded. */
const LONGEST_PARAMETER = 3 * 254

type HttpAppOptions = { service: string; callers?: Callers; log: Log }

/**
 * The part that is the same in every service: Case-Id in and out, errors in the shape of the contract, bodies and queries
 * validated, answers compressed, a log line for each request, `/livez`, and `/readyz` that turns false once the app is closing.
 * Opens nothing: the process or test that asks for the app serves it.
 */
export function createHttpApp({ service, callers = OPEN_TO_ALL, log }: HttpAppOptions): HttpApp {
  const app = Fastify({
    logger: false,
    genReqId: (raw: IncomingMessage) => caseIdOf(raw),
    bodyLimit: DEFAULT_MAX_BODY_BYTES,
    routerOptions: { compile: true, maxParamLength: LONGEST_PARAMETER },
    // The socket's own server stops accepting first; the app still serves requests that got in.
    return503OnClosing: false,
    // An error before Fastify has found a route passes by all hooks.
    frameworkErrors(error, request, reply) {
      logRequest(request, reply, 400)
      answerError(error, request, reply)
    },
  })
  const requestLog = createRequestLog(service, log)
  function answerError(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): void {
    const { status, detail, retryAfterSeconds } = asProblem(error, request)
    if (status >= 500) requestLog.failed(request.id, error)
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    reply.code(status).header('case-id', request.id).send({ case_id: request.id, detail })
  }
  app.setValidatorCompiler(compileValidator)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson)

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('case-id', request.id)
    done()
  })
  app.addHook('onSend', compressAnswer)
  // Fastify says a length of 0 in each answer to HEAD without content, and so of what a 304 stands for.
  app.addHook('onSend', ({ method }, { statusCode }, payload, done) => {
    done(null, method === 'HEAD' && statusCode === 304 ? Readable.from([]) : payload)
  })
  function logRequest({ raw, id, routeOptions }: FastifyRequest, reply: FastifyReply, status: number): void {
    const caseIds = caseIdsOf(raw.headers, id)
    const { method = '' } = raw
    const { operation = NO_OPERATION } = routeOptions.config ?? {}
    requestLog.answered({ caseIds, method, operation, status, durationMs: reply.elapsedTime })
  }
  app.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply, reply.statusCode)
    done()
  })

  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?')
    const allowed = methodsOf(app, path)
    if (allowed.length === 0) throw problem('route_unknown', { method: request.method, path })
    reply.header('allow', allowed.join(', '))
    throw problem('method_not_allowed', { method: request.method, allowed })
  })

  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get('/livez', { config: { operation: 'livez' } }, () => ({ service, status: 'alive' }))
  app.get('/readyz', { config: { operation: 'readyz' } }, (_, reply) =>
    reply.code(closing ? 503 : 200).send({ service, status: closing ? 'stopping' : 'ready' }),
  )
  return Object.assign(app, { served: new Map(), callers, requestLog })
}

/** The methods that some route takes at this path; they tell "not here" from "not by this method". */
function methodsOf(app: FastifyInstance, path: string): string[] {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
    (method) => app.findRoute({ method: method as 'GET', url: path }) !== null,
  )
}

/** The problem that a framework error stands for; an unforeseen error is the service's own, and its words stay inside. */
function asProblem(error: FastifyError | Problem, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('body_too_large', { limitBytes: request.routeOptions.bodyLimit ?? DEFAULT_MAX_BODY_BYTES }, ['body'])
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('media_type_unsupported', { given: request.headers['content-type'] }, ['header', 'content-type'])
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return problem('request_malformed', { reason: `a part of its address is longer than ${LONGEST_PARAMETER} characters` }, [
        'path',
      ])
    case 'FST_ERR_BAD_URL':
      return problem('request_malformed', { reason: 'its address is not percent-encoded correctly' }, ['path'])
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return problem('request_malformed', { reason: error.message }, ['body'])
  }
  return problem('internal', {})
}
