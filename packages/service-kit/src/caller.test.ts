import type { Access } from '@w2meet/contract'
import { expect, test } from 'vitest'
import { type Caller, checkCaller, SERVICE } from './caller.ts'

const anybody: Caller = { kind: 'anybody' }
const person: Caller = { kind: 'person', email: 'ada@example.com' }
const reader: Caller = { kind: 'program', id: 'p', scopes: ['people:read'] }

const people: Access = { person: 'themselves', program: 'people:read' }
const writing: Access = { person: 'themselves', program: 'people:write' }
const byToken: Access = { person: 'participant', program: 'meetings:read', token: 'reply' }

test.each<[string, Access, Caller, number | undefined]>([
  ['anybody, what is for anybody', 'anybody', anybody, undefined],
  ['anybody, what is for people', people, anybody, 401],
  ['anybody, what a token opens', byToken, anybody, undefined],
  ['anybody, what is internal', 'internal', anybody, 401],
  ['a person, what is for people', people, person, undefined],
  ['a person, what is internal', 'internal', person, 403],
  ['a program with the scope', people, reader, undefined],
  ['a program without the scope', writing, reader, 403],
  ['a program without the scope, what a token opens', byToken, reader, 403],
  ['a program, what is internal', 'internal', reader, 403],
  ['a service, what is internal', 'internal', SERVICE, undefined],
  ['a service, what is for people', people, SERVICE, undefined],
])('%s', (_, access, caller, status) => {
  const check = () => checkCaller({ name: 'greet', access }, caller)

  if (status === undefined) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ status }))
})
