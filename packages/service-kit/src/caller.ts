import type { IncomingHttpHeaders } from 'node:http'
import { type Operation, problem, type Scope } from '@w2meet/contract'

/** Who asks: somebody unknown, a person who is signed in, a program by its key, or another service of w2meet. */
export type Caller =
  | { kind: 'anybody' }
  | { kind: 'person'; email: string }
  | { kind: 'program'; id: string; scopes: readonly Scope[] }
  | { kind: 'service' }

/** How an app knows its callers, and whether it refuses any (CONTRACT 10). */
export type Callers = {
  /** `open`: everybody may do everything. `protected`: as the operation's `access` says. */
  mode: 'open' | 'protected'
  callerOf(headers: IncomingHttpHeaders): Caller | Promise<Caller>
}

const ANYBODY: Caller = { kind: 'anybody' }
/** Who calls in the same process: the other services do. */
export const SERVICE: Caller = { kind: 'service' }
export const OPEN_TO_ALL: Callers = { mode: 'open', callerOf: () => ANYBODY }

/**
 * Throws `caller_unknown` or `caller_refused` where `access` excludes this caller from an operation, whatever it asks. The
 * handler decides what depends on the question: whose person it is about, whom a token belongs to.
 */
export function checkCaller({ name, access }: Pick<Operation, 'name' | 'access'>, caller: Caller): void {
  if (access === 'anybody' || caller.kind === 'service') return
  if (access !== 'internal') {
    if (caller.kind === 'person') return
    if (caller.kind === 'program' && caller.scopes.includes(access.program)) return
    // The handler reads the token, and refuses a caller who has none.
    if (caller.kind === 'anybody' && access.token !== undefined) return
  }
  throw caller.kind === 'anybody' ? problem('caller_unknown', {}) : problem('caller_refused', { operation: name })
}
