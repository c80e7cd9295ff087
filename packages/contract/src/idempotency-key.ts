import Type from 'typebox'

/**
 * The header by which a client that repeats a request gets the answer of the first, for 24 hours; answers of success alone are kept.
 * A key belongs to its caller and to one request: another body under it is 422.
 */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 16, maxLength: 200, pattern: '^[\\x21-\\x7e]*$', title: '16 to 200 visible characters' }),
  ),
})
