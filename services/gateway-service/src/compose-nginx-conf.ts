import { services } from '@w2meet/contract'
import { DEADLINES_MS } from '@w2meet/service-kit'
import { nginxConf } from './nginx-conf.ts'

/** The checked-in nginx.conf: for containers that know each other's services by name, not run as root. */
export function composeNginxConf(): string {
  const names = Object.keys(services) as (keyof typeof services)[]
  return nginxConf({
    listen: '8080',
    replicas: Object.fromEntries(names.map((name) => [name, [`${name}:8000`]])) as Record<keyof typeof services, string[]>,
    stateFolder: '/tmp',
    siteFolder: '/usr/share/nginx/w2meet',
    accessLog: '/dev/stdout',
    timeoutMs: DEADLINES_MS.gateway,
  })
}
