import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from '@w2meet/contract'
import { type NginxServer, openNginx } from '@w2meet/test-servers'
import type { Names } from '../src/guard.ts'
import { nginxConf } from '../src/nginx-conf.ts'
import { writeSite } from '../src/nginx-site.ts'
import { createSite } from '../src/site.ts'
import { NAMES } from './gateway-set-up.ts'

export type NginxGateway = NginxServer & { accessLog: string }

let site: ReturnType<typeof createSite> | undefined

/** nginx as the gateway before replicas, given by their base URLs. */
export async function openNginxGateway(
  replicas: Record<ServiceName, readonly string[]>,
  { timeoutMs, names = NAMES }: { timeoutMs: number; names?: Names },
): Promise<NginxGateway> {
  const hosts = Object.fromEntries(
    Object.entries(replicas).map(([service, urls]) => [service, urls.map((url) => new URL(url).host)]),
  ) as Record<ServiceName, string[]>
  const nginx = await openNginx(async ({ listen, folder }) => {
    writeNames(folder, names)
    await writeSite(await (site ??= createSite()), join(folder, 'site'))
    return nginxConf({
      listen,
      replicas: hosts,
      stateFolder: folder,
      siteFolder: join(folder, 'site'),
      accessLog: join(folder, 'access.log'),
      timeoutMs,
    })
  })
  return { ...nginx, accessLog: join(nginx.folder, 'access.log') }
}

/** As run-nginx.sh does. */
function writeNames(folder: string, { publicUrl, allowedHosts }: Names): void {
  const publicHosts = publicUrl === undefined ? [] : [new URL(publicUrl).hostname]
  writeFileSync(join(folder, 'allowed-hosts.map'), [...publicHosts, ...allowedHosts].map((host) => `"${host}" "";\n`).join(''))
  writeFileSync(join(folder, 'public-origin.map'), publicUrl === undefined ? '' : `"${new URL(publicUrl).origin}" 1;\n`)
}
