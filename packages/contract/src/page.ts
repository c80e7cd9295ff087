import Type from 'typebox'

/** The items of a list that one answer has at most, and by default. */
export const MAX_PAGE = 1_000
export const DEFAULT_PAGE = 100

/** Query of a list that is answered page by page: `cursor` is the `next` of the page before, with the same query otherwise. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, title: `how many, 1 to ${MAX_PAGE}` })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 500, title: 'the `next` of the page before' })),
}

/** Beside the items of a page: the cursor of the page after it; null on the last. */
export const Next = Type.Union([Type.String(), Type.Null()])
