import { describeCachedReads } from './suites/cached-reads.ts'
import { describeHealth } from './suites/health.ts'
import { describeMeetings } from './suites/meetings.ts'
import { describeMigrations } from './suites/migrations.ts'
import { describeUsers } from './suites/users.ts'
import { openOverServers } from './support/over-servers.ts'

describeUsers('people over PostgreSQL and Redis', openOverServers)
describeMeetings('meetings over PostgreSQL and Redis', openOverServers)
describeCachedReads('cached reads over PostgreSQL and Redis', openOverServers)
describeMigrations('migrations over PostgreSQL and Redis', openOverServers)
describeHealth('health over PostgreSQL and Redis', openOverServers)
