import type { Answer, Input, Operation } from '@w2meet/contract'
import type { Caller } from './caller.ts'

/** On whose behalf a request is: `caseIds` has several where callers' requests share one call. */
export type Case = { caseId: string; caseIds: readonly string[] }

/** The facts of a request beside its input. */
type Asked = Case & { caller: Caller }

/** The status and headers of an answer, which a handler may write besides the answer itself. */
export type AnswerHead = { code(status: number): unknown; header(name: string, value: string): unknown }

export type Handler<O extends Operation> = (input: Input<O>, asked: Asked, head: AnswerHead) => Promise<Answer<O>>

/** A handler for each of these operations, by its name: the compiler refuses an object that lacks one. */
export type Handlers<Operations extends readonly Operation[]> = { [O in Operations[number] as O['name']]: Handler<O> }
