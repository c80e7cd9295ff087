import { describeDamage, seenAtOnce, seenInTheDatabase } from '../support/damaged-folder.ts'

/** All of them: `npm run test:abuse`. */
const SLICE = ['PG_VERSION is missing', 'postgres is empty', 'jobs.sqlite is of another folder', 'the table of people is empty']

describeDamage([...seenAtOnce, ...seenInTheDatabase].filter(({ what }) => SLICE.includes(what)))
