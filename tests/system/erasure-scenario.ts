import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Api, ApiAnswer } from '../support/api.ts'

export type ErasableSystem = {
  /** The system may run anew, and elsewhere, after each look for traces. */
  api(): Api
  logs(): Record<string, unknown>[]
  /** Leaves a task of these two people that has failed, and waits for its next attempt. */
  leaveTaskWaiting(task: { userId1: string; userId2: string }): Promise<void>
  /** The places where the system keeps any of these words now. */
  tracesOf(words: readonly string[]): Promise<string[]>
  close(): Promise<void>
}

const EVA = 'eva.to-be-forgotten@erasure.example.com'
const NAME = 'Evangeline Oblivion'
const BOB = 'bob@erasure.example.com'

/** An erasure leaves nothing behind in any place where the system keeps data. `kept` names the places with traces before. */
export function describeErasure(name: string, start: () => Promise<ErasableSystem>, kept: readonly string[]): void {
  describe(name, () => {
    let system: ErasableSystem
    beforeAll(async () => {
      system = await start()
    })
    afterAll(() => system?.close())

    async function expectStatus(status: number, asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
      const answer = await asked
      expect(answer).toMatchObject({ status })
      return answer
    }
    const book = (organizer: string, attendee: string, start: string) =>
      expectStatus(
        201,
        system
          .api()
          .post(
            '/api/meetings',
            { organizer, attendees: [attendee, 'guest@erasure.example.com'], title: 'Talk', start, duration_minutes: 30 },
            { 'idempotency-key': `erasure-${start}` },
          ),
      )
    const passes = () => system.logs().filter((line) => 'jobs' in line && 'mails' in line).length
    const forgotten = (times: number) => vi.waitFor(() => expect(passes()).toBeGreaterThanOrEqual(times), 40_000)

    test('of a person who is erased nothing is left in tables, cache, queue and files, and all of others is', async () => {
      const availabilities = { monday: [9, 10] }
      for (const email of [EVA, BOB]) {
        const person = { email, ...(email === EVA ? { name: NAME } : {}), availabilities }
        await expectStatus(201, system.api().post('/api/users', person))
      }
      await system.leaveTaskWaiting({ userId1: EVA, userId2: BOB })
      const organized = await book(EVA, BOB, '2027-03-01T10:00:00Z')
      const attended = await book(BOB, EVA, '2027-03-02T10:00:00Z')
      const given = await expectStatus(
        202,
        system.api().post('/api/tasks', { userId1: EVA, userId2: 'nobody@erasure.example.com' }),
      )
      await expectStatus(200, system.api().get(`/api/users/${EVA}`))
      const lines = (facts: object) =>
        system.logs().filter((line) => Object.entries(facts).every(([key, value]) => line[key] === value))
      await vi.waitFor(() => expect(lines({ kind: 'confirmed' })).toHaveLength(6), 20_000)
      await vi.waitFor(() => expect(lines({ job_id: given.body.job_id, level: 'error' })).toHaveLength(1), 20_000)

      const before = await system.tracesOf([EVA, NAME])
      await expectStatus(204, system.api().delete(`/api/users/${EVA}`))
      await forgotten(1)
      const between = await system.tracesOf([EVA, NAME])
      await forgotten(2)
      const after = await system.tracesOf([EVA, NAME])

      expect(before).toEqual(expect.arrayContaining([...kept]))
      // This row tells the worker to forget the person once more, 15 seconds later.
      expect(between).toEqual(['erasures.email'])
      expect(after).toEqual([])
      await expectStatus(404, system.api().get(`/api/users/${EVA}`))
      await expectStatus(404, system.api().get(`/api/meetings/${organized.body.id}`))
      const { body: meeting } = await expectStatus(200, system.api().get(`/api/meetings/${attended.body.id}`))
      expect(meeting.attendees.map(({ email }: { email: string }) => email)).toEqual(['guest@erasure.example.com'])
      expect(await system.tracesOf([BOB])).toEqual(expect.arrayContaining(['users.email', '*.eml']))
    }, 180_000)
  })
}
