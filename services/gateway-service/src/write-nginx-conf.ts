import { writeFile } from 'node:fs/promises'
import { composeNginxConf } from './compose-nginx-conf.ts'

await writeFile(new URL('../nginx.conf', import.meta.url), composeNginxConf())
