import { needProgram } from '@w2meet/test-servers'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** The flags with which Chromium runs as root, and asks nobody anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** With what else its environment is to hold, such as the zone of its device in `TZ`. */
export async function openBrowser(more: Record<string, string> = {}): Promise<Browser> {
  const executablePath = await needProgram('chromium', 'chromium')
  return chromium.launch({ executablePath, headless: true, args: FLAGS, env: { ...process.env, ...more } })
}

/** A visitor with a browser of their own, which keeps nothing of another visitor. */
export type Visitor = {
  page: Page
  /** Faults in any test: the page's own errors, loads that its policy forbade, and requests to other hosts. */
  complaints: string[]
  close(): Promise<void>
}

export async function openVisitor(
  browser: Browser,
  { baseURL, ...options }: BrowserContextOptions & { baseURL: string },
): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1280, height: 900 },
    baseURL,
    ...options,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Warning:/.test(message.text())) complaints.push(message.text())
  })
  context.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`)) complaints.push(`asked for ${request.url()}`)
  })
  return { page, complaints, close: () => context.close() }
}
