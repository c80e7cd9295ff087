import Type from 'typebox'
import { Nothing, operation } from '../operation.ts'

const byId = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) })

/** Internal. The person whose name is to go from jobs and files, by the reference of the job; null where that is done. */
export const getErasure = operation({
  name: 'getErasure',
  summary: 'Who is to be forgotten',
  access: 'internal',
  method: 'GET',
  path: '/internal/erasures/:id',
  params: byId,
  success: 200,
  answer: Type.Object({ email: Type.Union([Type.String(), Type.Null()]) }),
  problems: ['service_unavailable'],
})

/** Internal. The person's name is gone from what was kept then. */
export const noteForgotten = operation({
  name: 'noteForgotten',
  summary: 'Tell that somebody is forgotten',
  access: 'internal',
  method: 'POST',
  path: '/internal/erasures/:id/forgotten',
  params: byId,
  success: 204,
  answer: Nothing,
  problems: ['service_unavailable'],
})

/** The operations by which the worker reads erasures and reports them done. */
export const erasureOperations = [getErasure, noteForgotten] as const
