import type { OpenUserService } from './open-user-service.ts'

type Headers = Record<string, string>

/** What is the same in many bookings: an hour of a day long to come. */
const anHour = { title: 'Review', start: '2031-03-03T09:00:00Z', duration_minutes: 60 }

/** The meetings of a service as its clients see them. */
export function meetingsApi(service: () => Pick<OpenUserService, 'app'>) {
  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers: Headers = {}) =>
    service().app.inject({ method, url, headers, ...(payload && { payload }) })

  return {
    book: (body: object, headers?: Headers) => send('POST', '/meetings', { ...anHour, attendees: [], ...body }, headers),
    get: (id: string) => send('GET', `/meetings/${id}`),
    change: (id: string, body: object, headers?: Headers) => send('PATCH', `/meetings/${id}`, body, headers),
    cancel: (id: string, headers?: Headers) => send('DELETE', `/meetings/${id}`, undefined, headers),
    reply: (id: string, token: string, status: string) => send('POST', `/meetings/${id}/replies`, { token, status }),
    list: (query: Record<string, string>) => send('GET', `/meetings?${new URLSearchParams(query)}`),
    register: (email: string, timezone = 'UTC') => send('POST', '/users', { email, timezone, availabilities: { monday: [9] } }),
    erase: (email: string) => send('DELETE', `/users/${email}`),
    async busy(emails: string[], from: string, to: string) {
      const answer = await send('POST', '/internal/booked', { emails, from: Date.parse(from), to: Date.parse(to) })
      return Object.fromEntries(
        answer
          .json()
          .booked.map(({ email, periods }: { email: string; periods: [number, number][] }) => [
            email,
            periods.map((period) => period.map((ms) => new Date(ms).toISOString().slice(0, 16)).join('/')),
          ]),
      )
    },
  }
}
