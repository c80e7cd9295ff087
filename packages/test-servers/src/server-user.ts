import { readFileSync } from 'node:fs'

export type SystemUser = { uid: number; gid: number }

/** Whom a server runs as that refuses to be root: the first of these the machine knows; undefined where we are not root. */
export function serverUser(...names: string[]): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of names) {
    const [, , uid, gid] = known.find((fields) => fields[0] === name) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(`This machine has no user ${names.join(' or ')}; add one, or run the tests as another user than root.`)
}
