import { meetingOperations } from '@w2meet/contract'
import { type Database, type Domain, domain, onDatabase } from '@w2meet/postgres'
import type { Clock } from '@w2meet/service-kit'
import type { Announce, AnnounceReply } from '../mails/announce.ts'
import { createEraseMeetings } from './erase.ts'
import { createMeetings } from './meetings.ts'
import { removeOldMeetings } from './remove-old.ts'
import { createMeetingHandlers } from './routes.ts'
import { listAllMeetings } from './rows.ts'

type Dependencies = {
  database: Database
  announce: Announce
  announceReply: AnnounceReply
  /** Finds the organizer's zone, for a meeting that names none. */
  zoneOf: (email: string) => Promise<string>
  /** Where people reach the page. */
  publicUrl?: string | undefined
  /** How long meetings are kept after their end; where left out, for ever. */
  keptMs?: number | undefined
  clock: Clock
}

/** Meetings, the replies to them, and their feeds. */
export function createMeetingsDomain({ database, announce, announceReply, keptMs, ...given }: Dependencies): Domain {
  const meetings = createMeetings({ database, announce, announceReply })
  return domain({
    name: 'meetings',
    operations: meetingOperations,
    handlers: createMeetingHandlers({ meetings, ...given }),
    migrations: {
      '0003-meetings': new URL('../../migrations/0003-meetings.sql', import.meta.url),
      '0010-attendances': new URL('../../migrations/0010-attendances.sql', import.meta.url),
      '0009-meeting-versions': new URL('../../migrations/0009-meeting-versions.sql', import.meta.url),
      '0013-meetings-by-end': new URL('../../migrations/0013-meetings-by-end.sql', import.meta.url),
    },
    jobs: [],
    erase: createEraseMeetings({ announce }),
    export: (email) => onDatabase(async () => ({ meetings: await listAllMeetings(database.queries, email) })),
    health: {},
    removeOld: async (nowMs) => (keptMs === undefined ? 0 : removeOldMeetings(database.queries, new Date(nowMs - keptMs))),
  })
}
