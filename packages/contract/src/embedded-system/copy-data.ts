import Type from 'typebox'
import { operation } from '../operation.ts'

/** Internal, for the operator: the embedded system alone has a folder to copy. A copy is of one moment, and changes wait for it. */
export const copyData = operation({
  name: 'copyData',
  summary: 'Copy everything that the embedded system keeps to an empty folder',
  access: 'internal',
  method: 'POST',
  path: '/internal/copies',
  body: Type.Object(
    {
      /** An absolute path. */
      folder: Type.String({ minLength: 1, maxLength: 4_096, title: 'the path of an empty folder' }),
    },
    { additionalProperties: false },
  ),
  success: 200,
  answer: Type.Object({
    /** How long changes had to wait. */
    held_ms: Type.Number(),
  }),
  problems: ['copy_failed', 'too_many_at_once', 'service_unavailable'],
})
