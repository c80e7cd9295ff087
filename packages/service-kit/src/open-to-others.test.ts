import { expect, test } from 'vitest'
import { warningOf } from './open-to-others.ts'

test.for(['127.0.0.1', '127.8.9.10', '::1', 'localhost', 'w2meet.localhost', '::ffff:127.0.0.1'])(
  'the ready line has nothing to warn of where a process listens on %s',
  (host) => {
    expect(warningOf(host)).toBe('')
  },
)

test.for(['0.0.0.0', '::', '192.168.1.7', 'meet.example.com', 'localhost.example.com', '2001:db8::1'])(
  'the ready line says that anybody who reaches it can do everything where a process listens on %s',
  (host) => {
    expect(warningOf(host)).toMatch(/can read and change everything/)
  },
)
