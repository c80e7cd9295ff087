import { describeMeetingsModel } from '../../services/user-service/test/suites/meetings-model.ts'
import { openOverEmbedded } from '../../services/user-service/test/support/over-embedded.ts'
import { openOverServers } from '../../services/user-service/test/support/over-servers.ts'

describeMeetingsModel('the rules of meetings over PGlite and memory', openOverEmbedded, 300)
describeMeetingsModel('the rules of meetings over PostgreSQL and Redis', openOverServers, 300)
