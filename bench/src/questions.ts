import { BenchError } from './bench.ts'

const people = ['ada@example.com', 'ben@example.com'] as const

/** The requests that are measured, about the two people that `createPeople` makes. */
export const suggestions = `/api/suggestions?userId1=${people[0]}&userId2=${people[1]}`
export const questions = [
  { name: 'suggestions for two', path: suggestions },
  { name: 'cache-aside read', path: `/api/user-avail/cache_aside/${people[0]}` },
]

export async function createPeople(url: string): Promise<void> {
  for (const email of people) {
    const response = await fetch(`${url}/api/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, availabilities: { monday: [9, 10, 11] } }),
    })
    if (response.status !== 201) throw new BenchError(`POST /api/users answered ${response.status}: ${await response.text()}`)
  }
}

/** Bytes of the body, which the baseline is to answer too. Throws a BenchError where the answer is not 200. */
export async function measureBodyBytes(url: string): Promise<number> {
  const response = await fetch(url)
  if (response.status !== 200) throw new BenchError(`GET ${url} answered ${response.status}: ${await response.text()}`)
  return (await response.bytes()).byteLength
}
