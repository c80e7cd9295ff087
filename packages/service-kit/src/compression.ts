import { brotliCompress, brotliCompressSync, gzip, gzipSync, constants as zlib } from 'node:zlib'
import type { FastifyReply, onSendHookHandler } from 'fastify'
import { type Coding, codingFor } from './accept-encoding.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether answers of the route are sent as it makes them. */
    leftAsItIs?: boolean
  }
}

/** The most that is not compressed, since that would save no packet. */
const MAX_PLAIN_BYTES = 1_000
/** The most that is compressed on the event loop: it takes 0.1 ms, a quarter of what handing it to a thread would cost in all. */
const MAX_INLINE_BYTES = 16 * 1024
/**
 * Of all answers that the threads of this process compress at a time: 100 ms of one of the four, which look names up and read
 * files, too. An answer that comes on top goes as it is, so that a crowd of large ones holds nobody up.
 */
const MAX_BYTES_IN_THREADS = 16 * 1024 * 1024
/** Its own default, 11, takes 200 times as long and more. */
const BROTLI_QUALITY = 4
const GZIP_LEVEL = 4

const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?json|image\/svg\+xml)/
let bytesInThreads = 0

/** The header of what has a compressed form, whether that is sent or not. */
export const VARY_BY_CODING = { vary: 'Accept-Encoding' } as const

/**
 * Compresses answers of text as their clients take them. An answer stays as it is where it is short, a stream, or encoded
 * already, and where it holds a secret: its length would tell the secret to whoever can choose a part of it (BREACH).
 * Tags stay too, since the contract's are of the content, whatever its coding.
 *
 * By hand, since @fastify/compress makes a stream of each answer: docs/decisions/0017-compression-by-hand.md.
 */
export const compressAnswer: onSendHookHandler = (request, reply, payload, done) => {
  if (request.routeOptions.config?.leftAsItIs) return done(null, payload)
  // A 304 says what the whole answer would.
  if (reply.statusCode === 304) varyByCoding(reply)
  if (!isWhole(payload) || reply.hasHeader('content-encoding')) return done(null, payload)
  const bytes = Buffer.byteLength(payload)
  if (!isWorthCompressing(String(reply.getHeader('content-type')), bytes)) return done(null, payload)
  varyByCoding(reply)
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

function isWhole(payload: unknown): payload is string | Buffer {
  return typeof payload === 'string' || Buffer.isBuffer(payload)
}

function varyByCoding(reply: FastifyReply): void {
  const given = reply.getHeader('vary')
  reply.header('vary', given === undefined ? VARY_BY_CODING.vary : `${given}, ${VARY_BY_CODING.vary}`)
}

/** Whether content is a text that is large enough. */
export function isWorthCompressing(contentType: string, bytes: number): boolean {
  return bytes > MAX_PLAIN_BYTES && TEXT.test(contentType)
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
