import Type, { type Static, type TObject, type TSchema } from 'typebox'
import type { ProblemCode } from './problems.ts'

/** What the key of a program may be good for. */
export type Scope = 'people:read' | 'people:write' | 'availability:read' | 'meetings:read' | 'meetings:write'

/**
 * Who may call an operation where w2meet is protected (CONTRACT 10): `anybody`; or people who are signed in, as far as `person`
 * says, and programs whose key has the scope, and whoever holds a token of this kind. `internal` are the services alone: in
 * no mode can it be reached from outside.
 */
export type Access =
  | 'anybody'
  | 'internal'
  | {
      /** `findable`: about themselves and whoever is findable. `organizer`: of a meeting, or the first of a task's two people. */
      person: 'themselves' | 'findable' | 'organizer' | 'participant'
      program: Scope
      token?: 'reply' | 'feed'
    }

/** One operation of one service: what a service serves, a client calls and the documentation shows. */
export type Operation = {
  /** Unique over all services; the operationId of the documentation. */
  name: string
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Who may call it. */
  access: Access
  /** Though it is no GET, asking it twice does what asking it once does, so it may be asked again elsewhere. */
  idempotent?: true
  /** As the service itself sees it, with `:parameters`. */
  path: string
  params?: TObject
  query?: TObject
  /** Those it looks at; names in lower case. */
  headers?: TObject
  body?: TSchema
  /** The largest body taken, in bytes; where left out, `DEFAULT_MAX_BODY_BYTES`. */
  maxBodyBytes?: number
  /** Whether its answer may be large: between services in one process it is then handed over as it is. */
  bulk?: true
  /** The status of success, and the shape of what is answered with it. */
  success: 200 | 201 | 202 | 204
  answer: TSchema
  /** Where the answer is a text of another type than JSON. */
  contentType?: string
  /** Answers other than success that do not have the shape of a problem. */
  otherAnswers?: Record<number, TSchema>
  /** What it may refuse beside input that is not valid, by the codes of the catalogue. */
  problems?: readonly ProblemCode[]
}

/** A week in quarter-hours, written with spaces, takes some 40 kB. */
export const DEFAULT_MAX_BODY_BYTES = 64 * 1024
/** 10,000 e-mails of 254 characters, and what is asked about them. */
export const MAX_PEOPLE_BODY_BYTES = 4 * 1024 * 1024
/** Of an operation that looks at none. */
const MAX_UNREAD_BODY_BYTES = 1024

/** How large a body this operation takes, in bytes. */
export function maxBodyBytesOf({ body, maxBodyBytes }: Pick<Operation, 'body' | 'maxBodyBytes'>): number {
  return maxBodyBytes ?? (body === undefined ? MAX_UNREAD_BODY_BYTES : DEFAULT_MAX_BODY_BYTES)
}

type StaticOr<S, Otherwise> = S extends TSchema ? Static<S> : Otherwise

/** What a caller gives. */
export type Input<O extends Operation> = {
  [K in 'params' | 'query' | 'headers' | 'body' as O[K] extends TSchema ? K : never]: StaticOr<O[K], never>
}
/** What a caller gets on success. */
export type Answer<O extends Operation> = Static<O['answer']>

/** Declares an operation, keeping its exact types. */
export function operation<const O extends Operation>(declared: O): O {
  return declared
}

/** The answer of an operation that has none: 204. */
export const Nothing = Type.Unsafe<void>(Type.Null())
