import { openPostgres, openRedis } from '../src/index.ts'

const [postgres, redis] = await Promise.all([openPostgres(), openRedis()])
redis.freeze()
console.log(JSON.stringify([postgres.pid, redis.pid]))
setInterval(() => {}, 60_000)
