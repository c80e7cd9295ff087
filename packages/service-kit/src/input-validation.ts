import { isMailbox, MAILBOX_FORMAT, type Operation, Problem, type ProblemDetail } from '@w2meet/contract'
import { Ajv, type ErrorObject } from 'ajv'
import type { FastifySchema, FastifySchemaCompiler } from 'fastify'
import { excerptOf, isSmallerThan, shortened } from './excerpt.ts'

/** The most places that a refusal lists: the first few explain a body with a thousand wrong hours. */
const MAX_DETAILS = 20

/** Listing all problems takes some 4 µs for each value; of a larger input a refusal names only the first. */
const MAX_LISTED_SIZE = 2_500

const formats = { [MAILBOX_FORMAT]: isMailbox }
const options = { verbose: true, removeAdditional: false, useDefaults: true, strict: false, formats } as const
/** In a body `"9"` is no number. */
const bodies = { ...options, coerceTypes: false } as const
/** A query has strings only, and a single value where a list of one is meant. */
const queries = { ...options, coerceTypes: 'array' } as const
const judges = { body: new Ajv(bodies), query: new Ajv(queries) }
const listers = { body: new Ajv({ ...bodies, allErrors: true }), query: new Ajv({ ...queries, allErrors: true }) }

const parts: Record<string, string> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' }

/** Compiles a route's schemas so that each mismatch becomes a problem with its place. */
export const compileValidator: FastifySchemaCompiler<FastifySchema> = ({ schema, httpPart }) =>
  compilePart(schema, httpPart ?? 'body')

function compilePart(schema: object, httpPart: string): (value: unknown) => { value?: unknown; error?: Problem } {
  const kind = httpPart === 'body' ? 'body' : 'query'
  const judge = judges[kind].compile(schema)
  return (value) => {
    if (judge(value)) return { value }
    let { errors } = judge
    if (isSmallerThan(MAX_LISTED_SIZE, value)) {
      const list = listers[kind].compile(schema)
      list(value)
      errors = list.errors
    }
    return { error: new Problem(400, explain(errors ?? [], parts[httpPart]!)) }
  }
}

/**
 * Compiles what reads the input of an operation given in one piece: as a route would, with defaults filled in. The input stays
 * as it is. Throws the same problems as a route.
 */
export function compileInput({ params, query, headers, body }: Operation): (input: object) => object {
  const schemas = { params, query, headers, body }
  const parts = (['params', 'query', 'headers', 'body'] as const).flatMap((part) => {
    const schema = schemas[part]
    if (schema === undefined) return []
    return [{ part, copy: copying(part, schema), validate: compilePart(schema, part === 'query' ? 'querystring' : part) }]
  })
  return (input) => {
    const read: Record<string, unknown> = {}
    for (const { part, copy, validate } of parts) {
      const given = (input as Record<string, unknown>)[part]
      read[part] = copy(given ?? (part === 'headers' ? {} : undefined))
      const { error } = validate(read[part])
      if (error !== undefined) throw error
    }
    return read
  }
}

/** How a part is copied before its validation may write to it: a body only where its schema has defaults, since it may be large. */
function copying(part: string, schema: object): (given: unknown) => unknown {
  if (part !== 'body') return (given) => (given === undefined ? undefined : structuredClone(given))
  return /"default":/.test(JSON.stringify(schema)) ? (given) => structuredClone(given) : (given) => given
}

function explain(errors: ErrorObject[], part: string): ProblemDetail[] {
  const details = new Map<string, ProblemDetail>()
  for (const error of errors) {
    const loc = [part, ...placeOf(error)]
    const key = JSON.stringify(loc)
    if (!details.has(key)) details.set(key, { loc, msg: sentence(error, loc), type: error.keyword })
    if (details.size === MAX_DETAILS) break
  }
  return [...details.values()]
}

function placeOf({ instancePath, keyword, params }: ErrorObject): (string | number)[] {
  const place = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  if (keyword === 'required') place.push(params.missingProperty)
  if (keyword === 'additionalProperties') place.push(params.additionalProperty)
  return place.map((step) => (typeof step === 'string' ? shortened(step) : step))
}

function sentence({ keyword, params, parentSchema, data, message }: ErrorObject, loc: (string | number)[]): string {
  const name = loc.length > 1 ? `\`${nameOf(loc.slice(1))}\`` : `The ${loc[0]}`
  switch (keyword) {
    case 'required':
      return `${name} is missing`
    case 'additionalProperties':
      return `${name} is no field of this request`
    case 'minItems':
      return `${name} must name at least ${params.limit}`
    case 'maxItems':
      return `${name} has ${(data as unknown[]).length} entries; the most is ${params.limit}`
  }
  const expected =
    parentSchema?.title === undefined
      ? message?.replace(/^must be (?=object|array|integer)/, 'must be an ')
      : `must be ${parentSchema.title}`
  return `${name} ${expected}, not ${excerptOf(data)}`
}

/** A place as code writes it: `availabilities.monday[2]`. */
function nameOf(steps: (string | number)[]): string {
  return steps.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('')
}
