import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLog } from '@w2meet/service-kit'
import { openTemporaryFolder } from '@w2meet/test-servers'
import { expect, onTestFinished, test } from 'vitest'
import { leaveInFormerFile } from '../../packages/job-queue/test/former-stores.ts'
import { FORMER_MEETING, makeFormerDatabase } from '../../services/user-service/test/support/former-database.ts'
import { madeDataFolder } from '../../tests/support/make-database.ts'
import { openDataFolder } from '../src/data-folder.ts'
import { openEmbeddedDatabase } from '../src/open-database.ts'
import { openSystem } from '../src/system.ts'

const task = { userId1: 'ada@example.com', userId2: 'ada@example.com' }
/** A task that waits, an erasure that was tried once, and a task that was given up. */
const FORMER_JOBS = {
  next: { id: 'task', caseId: 'case-task', body: { kind: 'task', task } },
  retry: {
    id: 'forget',
    caseId: 'case-erasure',
    body: { kind: 'forget', erasure_id: '1', again: false },
    attempts: 1,
    error: 'not yet',
  },
  operator: { id: 'dead', caseId: 'case-dead', body: { kind: 'task', task }, attempts: 6, error: 'never' },
}

test('a data folder of the version before is carried over: its meetings, mails, erasures and jobs', async () => {
  await using stack = new AsyncDisposableStack()
  const opened = <T extends { close(): unknown }>(thing: T): T => stack.adopt(thing, async () => void (await thing.close()))
  const { path } = opened(await openTemporaryFolder('carried-over'))
  const dataFolder = join(path, 'data')
  await cp(madeDataFolder, dataFolder, { recursive: true })
  const folder = await openDataFolder(dataFolder, () => {})
  const former = await openEmbeddedDatabase(folder.database)
  await makeFormerDatabase(former.pool)
  await former.close()
  leaveInFormerFile(folder.jobs, FORMER_JOBS)
  folder.close()

  const lines: { msg?: string; case_id?: string }[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) })
  const system = await openSystem({
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    cacheTtlMs: 60_000,
    queueName: 'meeting_jobs',
    reminderMinutes: [60],
    mail: { url: undefined, from: 'w2meet@example.com' },
    publicUrl: 'http://localhost:8080',
    log,
    onProgress: () => {},
  })
  onTestFinished(() => system.close())

  const outcomes = (caseId: string) => lines.filter(({ case_id, msg }) => case_id === caseId && msg !== undefined)
  const mailFiles = async () => (await readdir(join(dataFolder, 'mail')).catch(() => [])).filter((name) => name.endsWith('.eml'))
  await expect.poll(mailFiles, { timeout: 20_000 }).toHaveLength(2)
  const mails = await Promise.all((await mailFiles()).map((name) => readFile(join(dataFolder, 'mail', name), 'utf8')))
  expect(mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim()).toSorted()).toEqual(['ada@example.com', 'olga@example.com'])
  await expect
    .poll(() => outcomes('case-task').map(({ msg }) => msg), { timeout: 10_000 })
    .toContainEqual(expect.stringMatching(/^task done/))
  await expect.poll(() => outcomes('case-erasure').length, { timeout: 10_000 }).toBeGreaterThan(0)
  const meeting = await fetch(`${system.url}/api/meetings/${FORMER_MEETING}`)
  expect(await meeting.json()).toMatchObject({
    title: 'Carried over',
    attendees: [{ email: 'ada@example.com' }, { email: 'bob@example.com' }],
  })
})
