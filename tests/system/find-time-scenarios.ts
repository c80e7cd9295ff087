import type { Relaxation } from '@w2meet/contract'
import { describe, expect, test } from 'vitest'
import type { Api } from '../support/api.ts'

type Setting = {
  api(): Api
  /** Makes a new person who is free in these hours; returns their e-mail. */
  person(hours: Record<string, number[]>, more?: object): Promise<string>
}

const monday = { from: '2026-11-30T00:00:00Z', to: '2026-12-01T00:00:00Z' }

/** Finding times on real dates, for people who live by different clocks. */
export function describeFindTime({ api, person }: Setting): void {
  describe('real dates', () => {
    test('people of different zones share other hours in the weeks in which only one has changed the clock', async () => {
      const paris = await person({ monday: [14, 15, 16] }, { timezone: 'Europe/Paris' })
      const newYork = await person({ monday: [9, 10] }, { timezone: 'America/New_York' })
      const ask = (week: string) => api().get(`/api/suggestions?userId1=${paris}&userId2=${newYork}&week=${week}`)

      const [spring, winter] = [await ask('2026-W12'), await ask('2026-W48')]

      expect(spring.body.suggestions).toEqual([
        { day: 'monday', slot: [14, 15], start: '2026-03-16T13:00:00Z', end: '2026-03-16T14:00:00Z' },
      ])
      expect(winter.body.suggestions).toEqual([
        { day: 'monday', slot: [15, 16], start: '2026-11-23T14:00:00Z', end: '2026-11-23T15:00:00Z' },
      ])
    })

    test('a group finds the times that suit most of it, with who is missing and why', async () => {
      const [ada, bob] = [await person({ monday: [9, 10, 14] }), await person({ monday: [9, 10, 14] })]
      const eve = await person({ monday: [10] }, { timezone: 'Asia/Kolkata' })
      const kim = await person({ monday: [22, 23] }, { timezone: 'Asia/Tokyo' })

      const { status, body } = await api().post('/api/suggestions', {
        required: [ada, bob],
        optional: [eve, kim],
        ...monday,
        step_minutes: 60,
        limit: 2,
      })

      expect(status).toBe(200)
      expect(body).toMatchObject({ timezone: 'UTC', candidates: 3, none: null })
      expect(body.suggestions).toEqual([
        {
          start: '2026-11-30T14:00:00Z',
          end: '2026-11-30T15:00:00Z',
          day: 'monday',
          free: 3,
          total: 4,
          missing: [eve],
          reason: expect.stringContaining('3 of 4 are free'),
        },
        expect.objectContaining({ start: '2026-11-30T09:00:00Z', free: 2, missing: [eve, kim] }),
      ])
    })

    test('where there is no time, each change that is offered brings what it promises', async () => {
      const ada = await person({ monday: [9], wednesday: [15, 16] })
      const bob = await person({ monday: [10], tuesday: [9], wednesday: [15, 16] })
      const eve = await person({ monday: [10], wednesday: [15, 16] })
      const question = { required: [ada, bob, eve], ...monday, duration_minutes: 60 }

      const { body } = await api().post('/api/suggestions', question)

      const { reason, blockers, relaxations } = body.none
      expect(body).toMatchObject({ suggestions: [], candidates: 0 })
      expect({ reason, blockers }).toEqual({ reason: 'no_common_time', blockers: [{ email: ada, candidates_without: 1 }] })
      expect(relaxations.map(({ change }: Relaxation) => change)).toEqual(['drop', 'extend'])
      for (const { change, email, candidates, start, ...changed } of relaxations as (Relaxation & { email?: string })[]) {
        const required = question.required.filter((one) => one !== email)
        const { body: relaxed } = await api().post('/api/suggestions', { ...question, ...changed, required, preference: 'first' })
        expect({ change, candidates: relaxed.candidates, start: relaxed.suggestions[0].start }).toEqual({
          change,
          candidates,
          start,
        })
      }
    })

    test('the heat map counts who is free on the clock that is asked for', async () => {
      const [ada, bob] = [await person({ monday: [9] }), await person({ monday: [18] }, { timezone: 'Asia/Tokyo' })]

      const { body } = await api().post('/api/availability/heatmap', {
        users: [ada, bob],
        week: '2026-W48',
        timezone: 'Asia/Kathmandu',
      })

      const busiest = body.counts.flatMap((count: number, slot: number) => (count === 2 ? [slot] : []))
      expect(body).toMatchObject({ total: 2, week: '2026-W48', timezone: 'Asia/Kathmandu', slot_minutes: 15 })
      // 09:00 in UTC is 18:00 in Tokyo and 14:45 in Kathmandu.
      expect(busiest).toEqual([59, 60, 61, 62])
    })

    test('a search hears of all its mistakes at once, each with its place', async () => {
      const ada = await person({ monday: [9] })

      const { status, body } = await api().post('/api/suggestions', {
        required: [ada],
        optional: [ada],
        from: monday.to,
        to: monday.from,
        timezone: 'Nowhere',
      })

      expect(status).toBe(400)
      expect(body.detail.map(({ loc }: { loc: string[] }) => loc.join('.'))).toEqual([
        'body.optional.0',
        'body.to',
        'body.timezone',
      ])
    })
  })
}
