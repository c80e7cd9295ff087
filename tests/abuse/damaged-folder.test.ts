import { describeDamage, seenAtOnce, seenInTheDatabase } from '../support/damaged-folder.ts'

describeDamage([...seenAtOnce, ...seenInTheDatabase])
