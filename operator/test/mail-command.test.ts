import { fileURLToPath } from 'node:url'
import { openSmtp } from '@w2meet/test-servers'
import { expect, test } from 'vitest'
import { spawnProcess } from '../../tests/support/spawned-process.ts'

const command = fileURLToPath(new URL('../src/mail.ts', import.meta.url))

/** Runs `npm run mail -- …` to its end. */
async function runMail(args: string[], environment: Record<string, string>) {
  const { ended, output } = spawnProcess([process.execPath, command, ...args], environment)
  const code = await ended
  return { code, output: output.map((line) => line.trim()) }
}

test('npm run mail -- check prints what the mail server answers, never the password, and fails where it fails', async () => {
  await using stack = new AsyncDisposableStack()
  const smtp = stack.adopt(await openSmtp({ password: 'right' }), ({ close }) => close())

  const taken = await runMail(['check', 'ada@example.com'], { SMTP_URL: smtp.url, MAIL_FROM: 'meetings@example.com' })
  const refused = await runMail(['check'], { SMTP_URL: smtp.url.replace('right', 'wrong-one') })
  const unset = await runMail(['check'], {})

  expect(taken.code).toBe(0)
  expect(taken.output).toContain('250 OK: message queued')
  expect(smtp.mails.map(({ from, to }) => [from, ...to])).toEqual([['meetings@example.com', 'ada@example.com']])
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('535 5.7.8 who are you?')
  expect(unset).toMatchObject({ code: 1, output: [expect.stringContaining('SMTP_URL is not set')] })
  expect([...taken.output, ...refused.output].join()).not.toMatch(/wrong-one|right/)
})

test('a check that is well still says which settings lead readers nowhere, and says nothing of good ones', async () => {
  await using stack = new AsyncDisposableStack()
  const smtp = stack.adopt(await openSmtp(), ({ close }) => close())

  const forgotten = await runMail(['check'], { SMTP_URL: smtp.url })
  const good = { MAIL_FROM: 'meetings@example.com', PUBLIC_URL: 'https://meet.example.org' }
  const set = await runMail(['check'], { SMTP_URL: smtp.url, ...good })

  expect(forgotten.code).toBe(0)
  expect(forgotten.output.slice(-2)).toEqual([
    'Links in mails begin with http://localhost, which leads nobody else here: set PUBLIC_URL.',
    'Mails come from w2meet@localhost, which most mail servers refuse: set MAIL_FROM.',
  ])
  expect(set.output.at(-1)).toMatch(/ lets w2meet in\.$/)
})
