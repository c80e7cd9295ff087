import { brotliCompress, brotliCompressSync, gzip, gzipSync, constants as zlib } from 'node:zlib'
import type { FastifyReply, onSendHookHandler } from 'fastify'
import { type Coding, codingFor } from './accept-encoding.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether an answer of the route holds a secret. */
    secret?: boolean
  }
}

/** The most that is not compressed, since that would save no packet. */
const MAX_PLAIN_BYTES = 1_000
/** The most that is compressed on the event loop: it takes 0.1 ms, a quarter of what handing it to a thread would cost in all. */
const MAX_INLINE_BYTES = 16 * 1024
/**
 * Of all answers that threads compress at a time: 100 ms of one thread, of the four that look names up and read files too. An
 * answer that comes on top goes as it is, so that a crowd of large ones costs others nothing.
 */
const MAX_BYTES_IN_THREADS = 16 * 1024 * 1024
/** Brotli's own default, 11, takes 300 times as long for a fifth less. */
const BROTLI_QUALITY = 4
const GZIP_LEVEL = 4

const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?json|image\/svg\+xml)/
const VARY = 'Accept-Encoding'

/**
 * Compresses answers of text as their clients take them. An answer stays as it is where it is short, a stream, or encoded
 * already, and where it holds a secret: its length would tell the secret to whoever can choose a part of it (BREACH).
 * Tags stay too, since the contract's are of the content, whatever its coding.
 *
 * By hand, since @fastify/compress makes a stream of each answer: docs/decisions/0017-compression-by-hand.md.
 */
export function createCompression(): onSendHookHandler {
  let bytesInThreads = 0

  return (request, reply, payload, done) => {
    if (request.routeOptions.config?.secret) return done(null, payload)
    // A 304 says what the whole answer would.
    if (reply.statusCode === 304) reply.header('vary', VARY)
    if (!isPlainText(payload, reply)) return done(null, payload)
    const bytes = Buffer.byteLength(payload)
    if (bytes <= MAX_PLAIN_BYTES) return done(null, payload)
    reply.header('vary', VARY)
    const coding = codingFor(request.headers['accept-encoding'])
    if (coding === undefined) return done(null, payload)
    if (bytes <= MAX_INLINE_BYTES) {
      reply.header('content-encoding', coding)
      return done(null, compressed(payload, coding))
    }
    if (bytesInThreads + bytes > MAX_BYTES_IN_THREADS) return done(null, payload)
    bytesInThreads += bytes
    compress(payload, coding, (error, smaller) => {
      bytesInThreads -= bytes
      if (error !== null) return done(null, payload)
      reply.header('content-encoding', coding)
      done(null, smaller)
    })
  }
}

function isPlainText(payload: unknown, reply: FastifyReply): payload is string | Buffer {
  return (
    (typeof payload === 'string' || Buffer.isBuffer(payload)) &&
    TEXT.test(String(reply.getHeader('content-type'))) &&
    !reply.hasHeader('content-encoding')
  )
}

function compressed(payload: string | Buffer, coding: Coding): Buffer {
  return coding === 'br' ? brotliCompressSync(payload, brotliFor(payload.length)) : gzipSync(payload, { level: GZIP_LEVEL })
}

function compress(payload: string | Buffer, coding: Coding, done: (error: Error | null, smaller: Buffer) => void): void {
  if (coding === 'br') brotliCompress(payload, brotliFor(payload.length), done)
  else gzip(payload, { level: GZIP_LEVEL }, done)
}

const brotliFor = (size: number) => ({
  params: {
    [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
    [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [zlib.BROTLI_PARAM_SIZE_HINT]: size,
  },
})
