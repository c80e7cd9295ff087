import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { getMeetingCalendar, getUserCalendar, listMeetings, problem, type ServiceName, services } from '@w2meet/contract'
import { createHttpApp, createLog, type HttpApp, matchesTag, serve } from '@w2meet/service-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenBefore } from './closed-doors-contract.ts'

const FEED = '/api/users/ada@example.com/calendar.ics'
const TAG = '"v3"'
const long = Array.from({ length: 2_000 }, (_, line) => `X-LINE:${line} – señora`).join('\r\n')
const decoders = { br: brotliDecompressSync, gzip: gunzipSync }

/** What every gateway must keep to of answers that the services compress: it passes them on as they are. */
export function describeCompressedAnswers(name: string, open: OpenBefore): void {
  let gateway: Awaited<ReturnType<OpenBefore>>
  beforeAll(async () => {
    gateway = await open(apps())
  })
  afterAll(() => gateway.close())

  /** `fetch` asks for codings by itself, and decodes them. */
  async function ask(path: string, headers: Record<string, string>, method = 'GET') {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    request(gateway.url + path, { method, headers: { 'case-id': 'mine', ...headers } }, resolve)
      .on('error', reject)
      .end()
    const answer = await promise
    return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) }
  }

  describe(`${name}, answers that a service compresses`, () => {
    test.each([
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, *', 'gzip'],
    ] as const)('whoever accepts %j gets %s, with the tag and the length that the service gave', async (accepted, coding) => {
      const get = await ask(FEED, { 'accept-encoding': accepted })
      const head = await ask(FEED, { 'accept-encoding': accepted }, 'HEAD')

      expect(decoders[coding](get.body).toString()).toBe(long)
      expect(get.body.length).toBeLessThan(long.length / 3)
      for (const { status, headers } of [get, head]) {
        expect(status).toBe(200)
        const { date, connection, 'keep-alive': keptAlive, server, ...own } = headers
        expect(own).toEqual({
          'content-encoding': coding,
          vary: 'Accept-Encoding',
          etag: TAG,
          'content-type': 'text/calendar; charset=utf-8',
          'content-length': String(get.body.length),
          'case-id': 'mine',
        })
      }
    })

    test.each([undefined, 'identity', 'zstd, deflate', '*;q=0'])(
      'whoever accepts %j gets it as it is, and is told that it varies',
      async (accepted) => {
        const { headers, body } = await ask(FEED, accepted === undefined ? {} : { 'accept-encoding': accepted })

        expect(body.toString()).toBe(long)
        expect(headers).toMatchObject({ vary: 'Accept-Encoding', etag: TAG, 'content-length': String(body.length) })
        expect(headers).not.toHaveProperty('content-encoding')
      },
    )

    test.each([
      [TAG, 'GET'],
      [`W/${TAG}`, 'GET'],
      [TAG, 'HEAD'],
    ])('the tag of a compressed answer gets 304, as %s by %s', async (tag, method) => {
      const { status, headers, body } = await ask(FEED, { 'accept-encoding': 'br', 'if-none-match': tag }, method)

      expect([status, body.length, headers.etag, headers.vary]).toEqual([304, 0, TAG, 'Accept-Encoding'])
      expect(headers).not.toHaveProperty('content-encoding')
      expect(headers).not.toHaveProperty('content-length')
    })

    test('a part of it is not answered, since that would be a part of one coding', async () => {
      const { status, headers, body } = await ask(FEED, { 'accept-encoding': 'br', range: 'bytes=0-9' })

      expect(status).toBe(200)
      expect(headers).not.toHaveProperty('accept-ranges')
      expect(brotliDecompressSync(body).toString()).toBe(long)
    })

    test('a short answer goes as it is', async () => {
      const { headers, body } = await ask('/api/meetings/019ac000-0000-7000-8000-000000000000.ics', { 'accept-encoding': 'br' })

      expect(body.toString()).toBe('BEGIN:VCALENDAR')
      expect(headers).not.toHaveProperty('content-encoding')
      expect(headers).not.toHaveProperty('vary')
    })

    test('a refusal of a service is a refusal, however long', async () => {
      const { status, headers, body } = await ask('/api/meetings?user=ada@example.com', { 'accept-encoding': 'gzip' })

      expect([status, headers['content-encoding']]).toEqual([400, 'gzip'])
      expect(JSON.parse(gunzipSync(body).toString())).toMatchObject({ case_id: 'mine', detail: [{ type: 'time_unknown' }] })
    })
  })
}

function apps(): Record<ServiceName, HttpApp> {
  const app = (service: string) => createHttpApp({ service, log: createLog('silent', { write() {} }) })
  const all = Object.fromEntries(Object.keys(services).map((service) => [service, app(service)])) as Record<ServiceName, HttpApp>
  serve(all['user-service'], getUserCalendar, async ({ headers }, _, head) => {
    head.header('etag', TAG)
    if (matchesTag(headers['if-none-match'], TAG)) head.code(304)
    return long
  })
  serve(all['user-service'], getMeetingCalendar, async () => 'BEGIN:VCALENDAR')
  serve(all['user-service'], listMeetings, async () => {
    throw problem('time_unknown', { given: 'x'.repeat(2_000), firstYear: 2020, lastYear: 2037 }, ['query', 'from'])
  })
  return all
}
