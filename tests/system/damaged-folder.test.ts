import { describeDamage, seenAtOnce, seenInTheDatabase } from '../support/damaged-folder.ts'

/** Some of the damages; `npm run test:abuse` tries all of them. */
const SLICE = ['PG_VERSION is missing', 'postgres is empty', 'jobs.sqlite is of another folder', 'the table of people is empty']

describeDamage([...seenAtOnce, ...seenInTheDatabase].filter(({ what }) => SLICE.includes(what)))
