import { type Operation, services } from '@w2meet/contract'
import { entrances } from '../src/route-table.ts'

type Random = () => number

export const allOperations: readonly Operation[] = [...new Set(Object.values(services).flat())]
export const internalOperations = allOperations.filter(({ access }) => access === 'internal')

const VALUES = ['1', 'ada@example.com', '54a6b9fd-32a5-4263-8bfe-73488fec4b2e', '%61', '..', 'x;y']
const READ = ['/livez', '/readyz', '/metrics', '/internal', '/'].map((path) => ({ method: 'GET', path }))
const INSIDE: readonly { method: string; path: string }[] = [...allOperations, ...READ]
const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const PREFIXES = [
  ...entrances.map(({ outside }) => outside),
  '',
  '/api',
  '/api/users/x/..',
  '/-/once/1024',
  '/-/again',
  '/-/site',
]
const INSERTED = [
  ...['/', '//', '/./', '/../', '/..;/', '/%2e%2e/', '/%2e/', '%2f', '%2F..%2f', '\\', '%5c', '%5c..%5c'],
  ...['#', '#%ff', '%23', '?', '%3f', '?x=', ';', ';x=y', '%3b', '&', '=', '.', '%2e', '*', '@', ':', '+', '%20'],
  ...[
    '%00',
    '%0a',
    '%0d%0aX:%20y',
    '%09',
    '\t',
    '\x01',
    '\x7f',
    '\xff',
    '%7f',
    '%c2%85',
    '%ff',
    '%fe%ff',
    '%zz',
    '%',
    '%6',
    '%u002f',
  ],
  ...['%c0%af', '%e0%80%af', '%ef%bc%8f', '%e2%80%8b', '%ed%a0%80', '%252f', '%252e%252e', '%25%32%66', '%2500'],
]
const ABSOLUTE = [
  'http://localhost',
  'HTTP://LOCALHOST',
  'http://user-service:8000',
  'http://localhost@user-service',
  'http:',
  '//user-service',
]

export type RawRequest = { method: string; target: string }

/** A request as nobody should send it, aimed at an operation. The same for the same random numbers. */
export function rawRequest(random: Random): RawRequest {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!
  const { method, path } = pick(INSIDE)
  // Half of them where the operation would be if gateways passed on all that is below their entrances.
  const entrance = pick(entrances.filter(({ inside }) => path.startsWith(inside)))
  const address = random() < 0.5 ? entrance.outside + path.slice(entrance.inside.length) : pick(PREFIXES) + path
  let target = address.replace(/:\w+/g, () => pick(VALUES))
  for (let changes = pick([0, 1, 1, 2, 3, 4]); changes > 0; changes--) target = pick(CHANGES)(target, pick, random)
  if (random() < 0.1) target = pick(ABSOLUTE) + target
  return { method: random() < 0.7 ? method : pick(METHODS), target }
}

type Change = (target: string, pick: <T>(all: readonly T[]) => T, random: Random) => string
const CHANGES: readonly Change[] = [
  (target, pick, random) => at(target, random, (character) => pick(INSERTED) + character),
  (target, pick) => target + pick(INSERTED),
  // Where a guard gives up, and a router stops reading.
  (target, pick) => `${target}${pick(['#', '#', '?', ';'])}${pick(INSERTED)}`,
  (target, pick) => `${target}${pick(['#', '#', '?', ';'])}${pick(INSERTED)}`,
  (target, pick) => pick(['/', '/.', '/%2f', '/;', '//']) + target,
  (target, _, random) => at(target, random, encoded),
  (target, _, random) => at(target, random, (character) => encoded(character).replace('%', '%25')),
  (target, _, random) => at(target, random, (character) => encoded(character).toUpperCase()),
  (target, _, random) => at(target, random, (character) => character.toUpperCase()),
  (target) => target.toUpperCase(),
  (target) => target.replaceAll('/', '//'),
  (target) => target.replaceAll('/', '%2f'),
  (target) => `${target.slice(0, 1)}${[...target.slice(1)].map((one) => (/[a-z]/.test(one) ? encoded(one) : one)).join('')}`,
]

function at(target: string, random: Random, change: (character: string) => string): string {
  const index = Math.floor(random() * target.length)
  return target.slice(0, index) + change(target[index]!) + target.slice(index + 1)
}

const encoded = (character: string) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
