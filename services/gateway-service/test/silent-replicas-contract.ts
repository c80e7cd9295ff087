import { describe, expect, test } from 'vitest'
import { openBackend } from './backend.ts'
import { gatewaySetUp, type OpenGateway, TIMEOUT_MS } from './gateway-set-up.ts'

/** How every gateway deals with replicas that are there and do not answer, or not soon. */
export function describeSilentReplicas(name: string, open: OpenGateway): void {
  const setUp = gatewaySetUp(open)
  const openSilent = () => openBackend(() => {})
  const openSlow = () => openBackend((_, response) => void setTimeout(() => response.end('{}'), TIMEOUT_MS / 2))

  describe(`${name}, before replicas that are silent`, () => {
    test.each(['GET', 'HEAD'])('a %s is answered by another one long before its time is over', async (method) => {
      const [silent, well] = [await openSilent(), await openBackend()]
      const { url } = await setUp({ 'suggestion-service': [silent, well] })
      const startMs = performance.now()

      const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${url}/api/suggestions`, { method })))

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(silent.requests.length).toBeGreaterThan(0)
      expect(performance.now() - startMs).toBeLessThan(TIMEOUT_MS * 0.75)
    })

    test('a GET that takes all of them half of its time is late, and not lost', async () => {
      const { url } = await setUp({ 'suggestion-service': [await openSlow(), await openSlow()] })

      const answer = await fetch(`${url}/api/suggestions`)

      expect(answer.status).toBe(200)
    })

    test('a GET that the only one answers late is answered', async () => {
      const { url } = await setUp({ 'user-service': [await openSlow()] })

      const answer = await fetch(`${url}/api/users/a@x.org`)

      expect(answer.status).toBe(200)
    })

    test('a GET that none answers is 504 in the shape of the contract when its time is over', async () => {
      const { url } = await setUp({ 'suggestion-service': [await openSilent(), await openSilent()] })
      const startMs = performance.now()

      const answer = await fetch(`${url}/api/suggestions`, { headers: { 'case-id': 'mine' } })

      expect(answer.status).toBe(504)
      expect(await answer.json()).toMatchObject({ case_id: 'mine', detail: [{ type: 'service_timed_out' }] })
      expect(performance.now() - startMs).toBeLessThan(TIMEOUT_MS * 1.75)
    })

    test('a POST has all of its time with the one that got it', async () => {
      const slow = await openSlow()
      const other = await openSlow()
      const { url } = await setUp({ 'worker-service': [slow, other] })

      const answer = await fetch(`${url}/api/tasks`, { method: 'POST', body: '{}' })

      expect(answer.status).toBe(200)
      expect([...slow.requests, ...other.requests]).toEqual(['POST /tasks'])
    })
  })
}
