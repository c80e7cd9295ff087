import Type, { type Static } from 'typebox'
import { Nothing, operation } from '../operation.ts'

const byId = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) })

/** What the queue of erasures carries when somebody was erased: nothing about them. `again`: it was done once already. */
export const ForgetJob = Type.Object({ kind: Type.Literal('forget'), erasure_id: Type.String(), again: Type.Boolean() })
export type ForgetJob = Static<typeof ForgetJob>

/** Internal. Whose name is to go from jobs and files; null where that is done. */
export const getErasure = operation({
  name: 'getErasure',
  summary: 'Who is to be forgotten',
  access: 'internal',
  method: 'GET',
  path: '/internal/erasures/:id',
  params: byId,
  success: 200,
  answer: Type.Object({ email: Type.Union([Type.String(), Type.Null()]) }),
})

/** Internal. Their name is gone from what was kept then; once more, and nothing is kept of the erasure either. */
export const noteForgotten = operation({
  name: 'noteForgotten',
  summary: 'Tell that somebody is forgotten',
  access: 'internal',
  method: 'POST',
  path: '/internal/erasures/:id/forgotten',
  params: byId,
  body: Type.Object({ again: Type.Boolean() }, { additionalProperties: false }),
  success: 204,
  answer: Nothing,
})
