import { describeCachedReads } from './suites/cached-reads.ts'
import { describeHealth } from './suites/health.ts'
import { describeMails } from './suites/mails.ts'
import { describeMeetings } from './suites/meetings.ts'
import { describeMeetingsModel } from './suites/meetings-model.ts'
import { describeMigrations } from './suites/migrations.ts'
import { describeOutbox } from './suites/outbox.ts'
import { describeRetention } from './suites/retention.ts'
import { describeUsers } from './suites/users.ts'
import { openOverServers } from './support/over-servers.ts'

describeUsers('people over PostgreSQL and Redis', openOverServers)
describeMeetings('meetings over PostgreSQL and Redis', openOverServers)
describeCachedReads('cached reads over PostgreSQL and Redis', openOverServers)
describeMigrations('migrations over PostgreSQL and Redis', openOverServers)
describeHealth('health over PostgreSQL and Redis', openOverServers)
describeOutbox('the outbox over PostgreSQL and Redis', openOverServers)
describeMails('mails over PostgreSQL and Redis', openOverServers)
// More of it in test:abuse.
describeMeetingsModel('the rules of meetings over PostgreSQL and Redis', openOverServers, 12)
describeRetention('what is old over PostgreSQL and Redis', openOverServers)
