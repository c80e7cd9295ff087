import { describeCachedReads } from './suites/cached-reads.ts'
import { describeHealth } from './suites/health.ts'
import { describeMails } from './suites/mails.ts'
import { describeMeetings } from './suites/meetings.ts'
import { describeMeetingsModel } from './suites/meetings-model.ts'
import { describeMigrations } from './suites/migrations.ts'
import { describeOutbox } from './suites/outbox.ts'
import { describeRetention } from './suites/retention.ts'
import { describeUsers } from './suites/users.ts'
import { openOverEmbedded } from './support/over-embedded.ts'

describeUsers('people over PGlite and memory', openOverEmbedded)
describeMeetings('meetings over PGlite and memory', openOverEmbedded)
describeCachedReads('cached reads over PGlite and memory', openOverEmbedded)
describeMigrations('migrations over PGlite and memory', openOverEmbedded)
describeHealth('health over PGlite and memory', openOverEmbedded)
describeOutbox('the outbox over PGlite and memory', openOverEmbedded)
describeMails('mails over PGlite and memory', openOverEmbedded)
// More of it in test:abuse.
describeMeetingsModel('the rules of meetings over PGlite and memory', openOverEmbedded, 12)
describeRetention('what is old over PGlite and memory', openOverEmbedded)
