import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { createApi } from '../support/api.ts'
import { openBrowser, openVisitor, type Visitor } from '../support/browser.ts'

export type Stage = {
  api(): ReturnType<typeof createApi>
  /** A new visitor with a browser of their own, at an address such as `/#/find`; closed after the test. */
  visit(address?: string, options?: BrowserContextOptions): Promise<Page>
  /** An e-mail that nobody has yet. */
  newEmail(name: string): string
  /** Makes a person, in Paris unless `more` says otherwise; returns their e-mail. */
  person(name: string, availabilities: object, more?: object): Promise<string>
}

/**
 * The stage for the tests of a file: a Chromium of its own, and the system of all files, or another. A test in which a page
 * complained fails.
 */
export function useStage(urlOf: () => string = () => inject('url')): Stage {
  let browser: Browser
  const visitors: Visitor[] = []
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints)
    await Promise.all(visitors.splice(0).map((visitor) => visitor.close()))
    expect(complaints).toEqual([])
  })

  const api = () => createApi(urlOf())
  const newEmail = (name: string) => `${name}-${randomUUID().slice(0, 13)}@example.com`
  return {
    api,
    newEmail,
    async visit(address = '/', options = {}) {
      const visitor = await openVisitor(browser, { baseURL: urlOf(), ...options })
      visitors.push(visitor)
      await visitor.page.goto(address)
      return visitor.page
    },
    async person(name, availabilities, more = {}) {
      const email = newEmail(name)
      const { status } = await api().post('/api/users', { email, availabilities, timezone: 'Europe/Paris', ...more })
      expect(status).toBe(201)
      return email
    },
  }
}
