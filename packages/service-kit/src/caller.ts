import type { IncomingHttpHeaders } from 'node:http'
import { type Operation, problem, type Scope } from '@w2meet/contract'

/** The asker of a request: somebody unknown, a person who is signed in, a program by its key, or another service of w2meet. */
export type Caller =
  | { kind: 'anybody' }
  | { kind: 'person'; email: string }
  | { kind: 'program'; id: string; scopes: readonly Scope[] }
  | { kind: 'service' }

/** How an app tells its callers apart, and whether it refuses any (CONTRACT 10). */
export type Callers = {
  /** `open`: everybody may do everything. `protected`: as the operation's `access` says. */
  mode: 'open' | 'protected'
  callerOf(headers: IncomingHttpHeaders): Caller | Promise<Caller>
}

const ANYBODY: Caller = { kind: 'anybody' }
/** The caller in the same process, always another service. */
export const SERVICE: Caller = { kind: 'service' }
export const OPEN_TO_ALL: Callers = { mode: 'open', callerOf: () => ANYBODY }

/** Names a caller, so that what is kept for one is not found by another; '' is anybody. */
export function ownerOf(caller: Caller): string {
  if (caller.kind === 'person') return `person ${caller.email}`
  if (caller.kind === 'program') return `program ${caller.id}`
  return caller.kind === 'service' ? 'service' : ''
}

/**
 * Throws `caller_unknown` or `caller_refused` where `access` excludes this caller from an operation, for any input. The handler
 * decides by the input: whose person the question is about, whom a token belongs to.
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
