import Type from 'typebox'
import { Email } from '../email.ts'
import { operation } from '../operation.ts'

/**
 * Internal: keeps the answer of a service without a database under a client's key, unless one is kept already. The service calls
 * this before it acts, and acts again where the answer was kept: only then is the answer true whenever a process dies.
 */
export const keepAnswer = operation({
  name: 'keepAnswer',
  summary: 'Keep an answer for repetitions',
  access: 'internal',
  method: 'POST',
  idempotent: true,
  path: '/internal/kept-answers',
  body: Type.Object(
    {
      /** As service-kit's `ownerOf` names a caller. */
      owner: Type.String({ maxLength: 300 }),
      key: Type.String({ maxLength: 200 }),
      question: Type.Unknown(),
      answer: Type.Unknown(),
      people: Type.Array(Email, { maxItems: 2 }),
    },
    { additionalProperties: false },
  ),
  success: 200,
  answer: Type.Object({ answer: Type.Unknown(), replayed: Type.Boolean() }),
  problems: ['idempotency_key_reused', 'service_unavailable'],
})

export const keptAnswerOperations = [keepAnswer] as const
