import { createMemoryCache } from '../src/app.ts'
import { describeCache } from './suites/cache.ts'

describeCache('the cache in memory', async () => createMemoryCache({ ttlMs: 60_000 }))
