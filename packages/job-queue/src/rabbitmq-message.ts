import { randomUUID } from 'node:crypto'
import { type DeadJob, type FailedJob, type Job, Unhandleable } from './job-queue.ts'

/** The parts of a message that the queues use, whichever way it came. */
export type Message = {
  messageId?: string
  contentType?: string
  contentEncoding?: string
  headers?: Record<string, unknown>
  body: unknown
}

/** The fate of a job so far, which its message carries beside the body. */
type Fate = { attempts: number; error?: string; diedAtMs?: number }

export type Outgoing = {
  properties: { messageId: string; contentType: string; durable: true; mandatory: true; headers: Record<string, unknown> }
  content: Buffer
}

/** A job as read from its message. */
export type Incoming = {
  job: Job
  /** How often the handling of the job has failed so far. */
  attempts: number
  /** Why the message is no job, where it is none; the operator sees it as a job nevertheless. */
  misfit?: Unhandleable
  /** The same message, to be sent on with the fate of the job. */
  onward(fate: Fate): Outgoing
}

const JSON_TYPE = 'application/json'
/** All headers of a message share one frame of 8 kB. */
const ERROR_CHARACTERS = 1_000
const CASE_ID_CHARACTERS = 128

/** Throws where the body is no JSON. */
export function messageOf({ id, caseId, body }: Job, fate: Fate): Outgoing {
  return outgoing(id, caseId, JSON_TYPE, Buffer.from(JSON.stringify(body)), fate)
}

export function readMessage(message: Message): Incoming {
  const attempts = typeof message.headers?.Attempts === 'number' ? message.headers.Attempts : 0
  try {
    const job = jobOf(message)
    return { job, attempts, onward: (fate) => messageOf(job, fate) }
  } catch (error) {
    const { messageId: id = randomUUID(), contentType = 'application/octet-stream', headers, body } = message
    const caseId = String(headers?.['Case-Id'] ?? '').slice(0, CASE_ID_CHARACTERS)
    const content = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    return {
      job: { id, caseId, body: content.toString() },
      attempts,
      misfit: new Unhandleable(`the message is no job: ${(error as Error).message}`),
      onward: (fate) => outgoing(id, caseId, contentType, content, fate),
    }
  }
}

/** The failed job of a message in any queue but the main one. */
export function failedJobOf(message: Message): FailedJob {
  const { job, attempts } = readMessage(message)
  return { ...job, attempts, error: String(message.headers?.Error ?? '') }
}

/** The job of a message that a worker has given up or, where workers died of it, the broker. */
export function deadJobOf(message: Message): Omit<DeadJob, 'kind'> {
  const { headers = {} } = message
  const failed = failedJobOf(message)
  if (headers['Died-At'] !== undefined) return { ...failed, diedAtMs: Date.parse(String(headers['Died-At'])) }
  // The broker writes times in seconds, its latest step first.
  const [step] = (headers['x-death'] ?? []) as { time?: number }[]
  const error = 'each worker that took it went away without an answer'
  return { ...failed, error, diedAtMs: Number(step?.time ?? 0) * 1_000 }
}

function outgoing(messageId: string, caseId: string, contentType: string, content: Buffer, fate: Fate): Outgoing {
  const { attempts, error, diedAtMs } = fate
  const headers = {
    'Case-Id': caseId,
    Attempts: attempts,
    ...(error === undefined ? {} : { Error: error.slice(0, ERROR_CHARACTERS) }),
    ...(diedAtMs === undefined ? {} : { 'Died-At': new Date(diedAtMs).toISOString() }),
  }
  return { properties: { messageId, contentType, durable: true, mandatory: true, headers }, content }
}

function jobOf({ messageId, contentType, contentEncoding, headers, body }: Message): Job {
  if (!messageId) throw new Error('it has no id')
  const caseId = headers?.['Case-Id']
  if (typeof caseId !== 'string' || caseId === '') throw new Error('it has no Case-Id')
  // The client library has parsed a body already that is declared as JSON, and is JSON.
  const isParsed = contentType === JSON_TYPE && !contentEncoding && !Buffer.isBuffer(body)
  return { id: messageId, caseId, body: isParsed ? body : JSON.parse(String(body)) }
}
