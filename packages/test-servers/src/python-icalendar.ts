import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { needPython } from './require-program.ts'

type PropertyRead = { name: string; value: string; parameters: Record<string, string> }

/** A calendar as python-icalendar understands it: names in upper case, texts unescaped, times as instants in UTC. */
export type CalendarRead = {
  properties: PropertyRead[]
  zones: string[]
  events: PropertyRead[][]
}

const program = fileURLToPath(new URL('read-calendars.py', import.meta.url))

/** Reads calendars by another implementation than the one that wrote them. Throws where one is not valid. */
export async function readCalendars(calendars: readonly string[]): Promise<CalendarRead[]> {
  const python = await needPython('icalendar', 'python3-icalendar')
  const reader = spawn(python, [program], { stdio: ['pipe', 'pipe', 'pipe'] })
  const exited = once(reader, 'exit')
  reader.stdin.end(JSON.stringify(calendars))
  const [read, complaint] = await Promise.all([text(reader.stdout), text(reader.stderr)])
  const [code] = await exited
  if (code !== 0) throw new Error(`python-icalendar cannot read it: ${complaint}`)
  return JSON.parse(read)
}
