import { Ajv } from 'ajv'
import Type, { type Static, type TObject } from 'typebox'
import { LOG_LEVELS } from './log.ts'

/** The start is impossible; the message says why and what to do, and no stack helps. */
export class StartError extends Error {
  override name = 'StartError'
}

/** Settings that several processes share, by the names of CONTRACT 9. */
export const settings = {
  host: Type.String({ default: '127.0.0.1', minLength: 1, title: 'a host name or address' }),
  port: (standard: number) => Type.Integer({ default: standard, minimum: 0, maximum: 65_535, title: 'a port, 0 to 65535' }),
  logLevel: Type.Enum([...LOG_LEVELS], { default: 'info', title: `one of ${LOG_LEVELS.join(', ')}` }),
}

/**
 * Reads the settings a schema names from the environment. Each property is a variable; its `title` says what it must
 * be. Throws a StartError that lists every problem, unknown names that begin with `W2MEET_` among them.
 */
export function readSettings<S extends TObject>(schema: S, environment: NodeJS.ProcessEnv): Static<S> {
  const given: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties)) {
    const text = environment[name]
    if (text === undefined || text === '') continue
    given[name] = Type.IsInteger(property) && /^\d+$/.test(text) ? Number(text) : text
  }

  const validate = new Ajv({ allErrors: true, useDefaults: true, strict: false }).compile(schema)
  validate(given)
  const problems = new Set<string>()
  for (const { instancePath, keyword, params } of validate.errors ?? []) {
    if (keyword === 'required') problems.add(`${params.missingProperty} is not set`)
    else {
      const name = instancePath.slice(1)
      const { title } = schema.properties[name] as { title?: string }
      problems.add(`${name} must be ${title}, not ${JSON.stringify(environment[name])}`)
    }
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('W2MEET_') && !(name in schema.properties)) {
      problems.add(`${name} is not a setting; those are ${Object.keys(schema.properties).join(', ')}`)
    }
  }

  if (problems.size > 0)
    throw new StartError(`The settings are not valid:\n${[...problems].map((line) => `  ${line}`).join('\n')}`)
  return given as Static<S>
}
