import { freePort } from '@w2meet/test-servers'
import { afterEach, expect, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { type DistributedSystem, startDistributed } from '../support/distributed-system.ts'
import { startSmtp } from '../support/smtp-process.ts'
import { endLeftProcesses } from '../support/spawned-process.ts'

const ATTENDEES = 200
const MEETINGS = 150

let system: DistributedSystem | undefined
afterEach(async () => {
  await system?.close()
  await endLeftProcesses()
})

test('30,000 mails of one organizer delay the single mail of another by less than 5 s', { timeout: 400_000 }, async ({
  annotate,
}) => {
  const smtpPort = await freePort()
  const smtp = startSmtp(smtpPort)
  await smtp.ready()
  system = await startDistributed({ smtpUrl: `smtp://127.0.0.1:${smtpPort}` })
  const api = createApi(system.url)
  const attendees = Array.from({ length: ATTENDEES }, (_, index) => `a${index}@example.com`)
  const book = (organizer: string, people: readonly string[], hour: number) =>
    api.post('/api/meetings', {
      organizer,
      attendees: people,
      title: 'Plans',
      start: new Date(Date.UTC(2031, 0, 1, hour)).toISOString(),
      duration_minutes: 60,
    })
  for (let hour = 0; hour < MEETINGS; hour++) expect((await book('many@example.com', attendees, hour)).status).toBe(201)
  const sentBefore = smtp.mails().length

  const askedMs = performance.now()
  expect((await book('single@example.com', [], 9_000)).status).toBe(201)
  await expect
    .poll(() => smtp.mails().some(({ to }) => to === 'single@example.com'), { timeout: 300_000, interval: 20 })
    .toBe(true)
  const tookMs = performance.now() - askedMs

  const left = MEETINGS * (ATTENDEES + 1) - smtp.mails().length
  await annotate(`${sentBefore} mails were sent before, ${left} are left; the single one took ${tookMs.toFixed()} ms`)
  expect(left).toBeGreaterThan(10_000)
  expect(tookMs).toBeLessThan(5_000)
})
