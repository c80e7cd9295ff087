import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { problem } from '@w2meet/contract'
import type { Target } from './target.ts'

/** Under which names people reach the gateway, beside loopback names and literal addresses. */
export type Names = {
  /** Such as `https://meet.example.com`. */
  publicUrl: string | undefined
  allowedHosts: readonly string[]
}

/** Throws where a request is refused whatever it asks for. */
export type Guard = (request: IncomingMessage, target: Target) => void

/** What browsers say of a request that a page of the same origin made, or a person by hand (Fetch Metadata). */
const OWN_SITES = ['same-origin', 'none']
/** A host that is not said back, because it is none, or odd. */
export const UNNAMED_HOST = 'This host'
/** RFC 9110, 9.2.1. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses requests for hosts that are not ours, lest any page read w2meet by a name of its own that leads here (DNS
 * rebinding), and changes that a page of another site asks for. A literal address cannot be such a name.
 */
export function createGuard({ publicUrl, allowedHosts }: Names): Guard {
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl)
  const ours = new Set([...(publicOrigin === undefined ? [] : [publicOrigin.hostname]), ...allowedHosts].map(nameOf))

  function isOurs(host: string): boolean {
    const name = nameOf(host)
    return ours.has(name) || name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0
  }

  /** The scheme is not compared: a proxy before us may speak https. */
  function isOwnOrigin(origin: string, host: string): boolean {
    return (
      /^https?:\/\//i.test(origin) &&
      (origin.slice(origin.indexOf('//') + 2).toLowerCase() === host.toLowerCase() || origin === publicOrigin?.origin)
    )
  }

  return ({ method = '', headers }, target) => {
    const host = target.host ?? headers.host ?? ''
    // Whoever looks after the process may know it by any name, and learns nothing.
    if (target.path !== '/health' && !isOurs(host)) {
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
