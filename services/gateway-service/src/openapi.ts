import swagger from '@fastify/swagger'
import {
  type Operation,
  outsideOperations,
  ProblemBody,
  type ProblemCode,
  type ServiceName,
  services,
  statusOf,
} from '@w2meet/contract'
import Fastify from 'fastify'
import type { TSchema } from 'typebox'
import { outsidePathOf } from './route-table.ts'

/** The API of all services as clients reach it through the gateway: one OpenAPI 3.1 document, made from the contract. */
export async function describeApi(): Promise<ReturnType<ReturnType<typeof Fastify>['swagger']>> {
  const app = Fastify()
  // The routes are there to be described, and take no request.
  app.setValidatorCompiler(() => () => true)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'w2meet',
        version: '0.1.0',
        description:
          'Finds the time when people can meet. Every answer carries a `Case-Id` header, yours if you send one; quote it to find a request in the logs.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
    },
  })
  for (const service of Object.keys(services) as ServiceName[]) {
    for (const operation of outsideOperations(service)) describe(app, service, operation)
  }
  await app.ready()
  return app.swagger()
}

function describe(app: ReturnType<typeof Fastify>, service: ServiceName, operation: Operation): void {
  const {
    name,
    summary,
    method,
    path,
    params,
    query,
    headers,
    body,
    success,
    answer,
    contentType,
    otherAnswers,
    problems = [],
  } = operation
  const url = outsidePathOf(service, path)
  if (url === undefined) throw new Error(`no route leads to ${name} of ${service}`)
  const expected = [...((params ?? query ?? body) ? [400] : []), ...problems.map(statusOf)]
  app.route({
    method,
    url,
    schema: {
      operationId: path === '/health' ? `${name}Of_${service}` : name,
      summary,
      tags: [service],
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      response: {
        [success]: described(answer, contentType, success === 204 ? 'Done' : 'Success'),
        ...Object.fromEntries(
          expected.map((status) => [status, { ...ProblemBody, description: describeProblems(status, problems) }]),
        ),
        ...otherAnswers,
      },
    },
    handler: () => {},
  })
}

/** By their codes, which are the `type` of what the answer lists. */
function describeProblems(status: number, problems: readonly ProblemCode[]): string {
  const codes = problems.filter((code) => statusOf(code) === status)
  return codes.length === 0 ? 'The input is not valid' : `Problem: ${codes.join(', ')}`
}

function described(answer: TSchema, contentType: string | undefined, description: string): object {
  return contentType === undefined
    ? { ...answer, description }
    : { description, content: { [contentType.replace(/;.*/, '')]: { schema: answer } } }
}
