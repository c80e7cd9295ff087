import { Ajv } from 'ajv'
import Type, { type Static, type TObject } from 'typebox'
import { LOG_LEVELS } from './log.ts'
import { HOW_TO_WRITE_PASSWORDS, isUrlSetting, type UrlRule } from './url-setting.ts'
import { visibleLines, visibleText } from './visible-text.ts'

/**
 * The start is impossible; the message says why and what to do, and no stack helps. A terminal shows it, and it may quote the
 * environment or a server, so control characters in it are made visible.
 */
export class StartError extends Error {
  override name = 'StartError'

  constructor(message: string, options?: ErrorOptions) {
    super(visibleLines(message), options)
  }
}

/** A URL, which is parsed before anything is opened. It may hold a password, so it is not said back. */
const urlString = (url: UrlRule, options: { title: string; default?: string }) =>
  Type.String({ url, writeOnly: true, ...options })

/** Settings that several processes share, by the names of CONTRACT 9. */
export const settings = {
  host: Type.String({ default: '127.0.0.1', minLength: 1, title: 'a host name or address' }),
  port: (standard: number) => Type.Integer({ default: standard, minimum: 0, maximum: 65_535, title: 'a port, 0 to 65535' }),
  url: (schemes: readonly string[], example: string) =>
    urlString({ schemes }, { title: `a URL such as ${example}; ${HOW_TO_WRITE_PASSWORDS}` }),
  /** The replicas of a service: base URLs, separated by commas. */
  backends: urlString(
    { schemes: ['http', 'https'], bare: true, several: true },
    { title: 'base URLs separated by commas, such as http://localhost:8001,http://localhost:8002' },
  ),
  queueName: Type.String({
    default: 'meeting_jobs',
    pattern: '^[A-Za-z0-9_.-]{1,100}$',
    title: 'up to 100 letters, digits, _ . or -',
  }),
  smtpUrl: Type.Optional(
    urlString(
      { schemes: ['smtp', 'smtps'] },
      { title: `a URL such as smtp://user:password@smtp.example.com:587; ${HOW_TO_WRITE_PASSWORDS}` },
    ),
  ),
  /** The sender of mails: an address, with or without a name. */
  mailFrom: Type.String({
    default: 'w2meet <w2meet@localhost>',
    pattern: '^(?:[^<>@"\\p{Cc}]{1,100} <[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
    title: 'an address such as meetings@example.com or w2meet <meetings@example.com>',
  }),
  /** Where people reach the gateway: links in mails begin with it. */
  publicUrl: (byDefault?: string) =>
    urlString(
      { schemes: ['http', 'https'], bare: true },
      {
        ...(byDefault === undefined ? {} : { default: byDefault }),
        title: 'a URL without a path, such as https://meet.example.com',
      },
    ),
  /** Further names under which people reach the gateway, separated by commas. */
  allowedHosts: Type.String({
    default: '',
    pattern: '^(?:[A-Za-z0-9._-]+(?:,[A-Za-z0-9._-]+)*)?$',
    title: 'host names without ports separated by commas, such as meet.example.com,meet.local',
  }),
  ttlSeconds: Type.Integer({ default: 300, minimum: 1, maximum: 86_400, title: 'a number of seconds, 1 to 86400' }),
  reminderMinutes: Type.String({
    default: '1440,60',
    pattern: '^(none|[1-9]\\d{0,5}(,[1-9]\\d{0,5}){0,9})$',
    title: 'up to ten numbers of minutes separated by commas, such as 1440,60, or none',
  }),
  /** For how many days what is over is kept; without a standard, for ever. */
  keepDays: (standard?: number) =>
    Type.Integer({
      ...(standard === undefined ? {} : { default: standard }),
      minimum: 1,
      maximum: 36_500,
      title: 'a number of days, 1 to 36500',
    }),
  logLevel: Type.Enum([...LOG_LEVELS], { default: 'info', title: `one of ${LOG_LEVELS.join(', ')}` }),
}

/** The base URLs of a `backends` setting. */
export function urlsOf(backends: string): string[] {
  return backends.split(',')
}

/** The names of an `allowedHosts` setting. */
export function hostsOf(allowedHosts: string): string[] {
  return allowedHosts === '' ? [] : allowedHosts.split(',')
}

/** The minutes of a `reminderMinutes` setting, each once. */
export function minutesOf(reminderMinutes: string): number[] {
  return reminderMinutes === 'none' ? [] : [...new Set(reminderMinutes.split(',').map(Number))]
}

/** The time of a `keepDays` setting. */
export function daysMs(days: number | undefined): number | undefined {
  return days && days * 24 * 60 * 60_000
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

  const ajv = new Ajv({ allErrors: true, useDefaults: true, strict: false })
  ajv.addKeyword({ keyword: 'url', validate: (rule: UrlRule, text: string) => isUrlSetting(text, rule) })
  const validate = ajv.compile(schema)
  validate(given)
  const problems = new Set<string>()
  for (const { instancePath, keyword, params } of validate.errors ?? []) {
    if (keyword === 'required') problems.add(`${params.missingProperty} is not set`)
    else {
      const name = instancePath.slice(1)
      const { title, writeOnly } = schema.properties[name] as { title?: string; writeOnly?: boolean }
      problems.add(`${name} must be ${title}${writeOnly ? '' : `, not ${JSON.stringify(environment[name])}`}`)
    }
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('W2MEET_') && !(name in schema.properties)) {
      problems.add(`${visibleText(name)} is not a setting; those are ${Object.keys(schema.properties).join(', ')}`)
    }
  }

  if (problems.size > 0)
    throw new StartError(`The settings are not valid:\n${[...problems].map((line) => `  ${line}`).join('\n')}`)
  return given as Static<S>
}
