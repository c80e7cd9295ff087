import Type, { type Static } from 'typebox'

/** Where in the input: `["body", "availabilities", "monday", 2]`; `["internal"]` where it is not the input. */
export type Place = readonly (string | number)[]

const ProblemDetail = Type.Object({
  loc: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  msg: Type.String(),
  type: Type.String(),
})
export type ProblemDetail = Static<typeof ProblemDetail>

/** The shape of every error: CONTRACT 1. */
export const ProblemBody = Type.Object({ case_id: Type.String(), detail: Type.Array(ProblemDetail) })
export type ProblemBody = Static<typeof ProblemBody>

type ProblemOptions = ErrorOptions & { retryAfterSeconds?: number | undefined }

/** A refusal that can be answered as it is: a status and what is wrong, each with its place. */
export class Problem extends Error {
  readonly status: number
  readonly detail: ProblemDetail[]
  /** When asking again may help, for the header `Retry-After`; undefined where nobody knows. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, detail: ProblemDetail[], { retryAfterSeconds, ...options }: ProblemOptions = {}) {
    super(detail[0]?.msg ?? `status ${status}`, options)
    this.name = 'Problem'
    this.status = status
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
  }
}
