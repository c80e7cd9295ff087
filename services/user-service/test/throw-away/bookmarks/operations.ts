import { Email, operation, STORE_PROBLEMS } from '@w2meet/contract'
import Type from 'typebox'

const Bookmark = Type.Object({ url: Type.String(), is_open: Type.Boolean() }, { additionalProperties: false })

const keepBookmark = operation({
  name: 'keepBookmark',
  summary: 'Keep an address',
  access: { person: 'themselves', program: 'people:write' },
  method: 'POST',
  path: '/users/:email/bookmarks',
  params: Type.Object({ email: Email }),
  body: Bookmark,
  success: 201,
  answer: Bookmark,
  problems: STORE_PROBLEMS,
})

export const listBookmarks = operation({
  name: 'listBookmarks',
  summary: 'The addresses that somebody keeps, as far as the caller may see them',
  access: { person: 'findable', program: 'people:read' },
  method: 'GET',
  path: '/users/:email/bookmarks',
  params: Type.Object({ email: Email }),
  success: 200,
  answer: Type.Object({ urls: Type.Array(Type.String()) }),
  problems: ['service_unavailable'],
})

export const bookmarkOperations = [keepBookmark, listBookmarks] as const
