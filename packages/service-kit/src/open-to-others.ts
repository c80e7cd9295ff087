import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine reaches a process that listens on `host`. A name that is none of loopback may be any address. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return /^(?:.+\.)?localhost$/i.test(host)
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** The warning in the ready line where other machines reach a process, while w2meet asks nobody who they are. */
export function warningOf(host: string): string {
  if (isLoopback(host)) return ''
  return '. Anybody who reaches this address can read and change everything: w2meet does not ask yet who they are'
}
