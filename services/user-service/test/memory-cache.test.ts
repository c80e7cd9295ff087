import { createMemoryCache } from '../src/app.ts'
import { describeCache } from './cache-contract.ts'

describeCache('the cache in memory', async () => createMemoryCache({ ttlMs: 60_000 }))
