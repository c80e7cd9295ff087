import { expect, test } from 'vitest'
import { etagOf, matchesTag } from './etag.ts'

const etag = etagOf('some content')

test('the same content has the same ETag as text and as bytes, and other content another', () => {
  expect(etagOf(Buffer.from('some content'))).toBe(etag)
  expect(etagOf('other content')).not.toBe(etag)
})

test.each([etag, `W/${etag}`, `"other", ${etag}`, `W/"other",W/${etag}`, '*'])(
  'a client that says it has %s is known to have the content',
  (ifNoneMatch) => {
    expect(matchesTag(ifNoneMatch, etag)).toBe(true)
  },
)

test.each([undefined, '', '"other"', etag.slice(1, -1)])('a client that says it has %s is sent the content', (ifNoneMatch) => {
  expect(matchesTag(ifNoneMatch, etag)).toBe(false)
})
