import { expect, test } from 'vitest'
import { mailWarnings } from './mail-warnings.ts'

const good = { url: 'smtp://mail.example.org', from: 'w2meet <meetings@example.org>', publicUrl: 'https://meet.example.org' }

test('settings by which readers reach w2meet are warned of by nothing, and neither are mails that go to files', () => {
  expect(mailWarnings(good)).toEqual([])
  expect(mailWarnings({ url: undefined, from: 'w2meet <w2meet@localhost>', publicUrl: undefined })).toEqual([])
})

test.each([undefined, 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080', 'http://w2meet.localhost'])(
  'links that lead to %s are warned of, with the setting to mend',
  (publicUrl) => {
    expect(mailWarnings({ ...good, publicUrl })).toEqual([expect.stringMatching(/^Links in mails .*: set PUBLIC_URL$/)])
  },
)

test.each(['w2meet <w2meet@localhost>', 'w2meet@mail', 'a@b.invalid', 'a@printer.local'])(
  'the sender %s is warned of, with the setting to mend',
  (from) => {
    expect(mailWarnings({ ...good, from })).toEqual([expect.stringMatching(/^Mails come from .*: set MAIL_FROM$/)])
  },
)
