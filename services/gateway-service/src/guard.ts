import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { problem } from '@w2meet/contract'
import type { Target } from './target.ts'

/** The names by which people reach the gateway, beside loopback names and literal addresses. */
export type Names = {
  /** Such as `https://meet.example.com`. */
  publicUrl: string | undefined
  allowedHosts: readonly string[]
}

/** Throws the problem of a request that the gateway refuses on any path. */
export type Guard = (request: IncomingMessage, target: Target) => void

/** The Sec-Fetch-Site of a request that a page of the same origin made, or a person by hand (Fetch Metadata). */
const OWN_SITES = ['same-origin', 'none']
/** The words of a refusal for a missing or odd host, which it does not repeat. */
export const UNNAMED_HOST = 'This host'
/** RFC 9110, 9.2.1. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses requests for hosts other than the gateway's, lest a page read w2meet by a name of its own that leads here (DNS
 * rebinding), and changes that a page of another site asks for. A literal address cannot be such a name.
 */
export function createGuard({ publicUrl, allowedHosts }: Names): Guard {
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl)
  const ownNames = new Set([...(publicOrigin === undefined ? [] : [publicOrigin.hostname]), ...allowedHosts].map(nameOf))

  function isOwnHost(host: string): boolean {
    const name = nameOf(host)
    return (
      ownNames.has(name) || name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
    )
  }

  /** Compares no scheme: a proxy before the gateway may speak https. */
  function isOwnOrigin(origin: string, host: string): boolean {
    return (
      /^https?:\/\//i.test(origin) &&
      (origin.slice(origin.indexOf('//') + 2).toLowerCase() === host.toLowerCase() || origin === publicOrigin?.origin)
    )
  }

  return ({ method = '', headers }, target) => {
    const host = target.host ?? headers.host ?? ''
    // A monitor of the process may know it by any name, and its health tells nothing of anybody.
    if (target.path !== '/health' && !isOwnHost(host)) {
      const name = nameOf(host)
      throw problem('host_unknown', { host: /^[a-z0-9._-]+$/.test(name) ? name : UNNAMED_HOST }, ['header', 'host'])
    }
    if (SAFE_METHODS.includes(method)) return
    const { origin, 'sec-fetch-site': site } = headers
    if (origin && !isOwnOrigin(origin, host)) throw problem('write_from_elsewhere', {}, ['header', 'origin'])
    if (site && !OWN_SITES.includes(String(site))) {
      throw problem('write_from_elsewhere', {}, ['header', 'sec-fetch-site'])
    }
  }
}

/** A host without its port and the dot of the root, in lower case. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}
