import { openSmtp, type SmtpServer } from '@w2meet/test-servers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type DistributedSystem, startDistributed } from '../support/distributed-system.ts'
import { mouse } from './devices.ts'
import { findTime } from './find-time.ts'
import { meetings } from './meetings.ts'
import { myWeek } from './my-week.ts'
import { linksIn } from './reply-links.ts'
import { soon } from './soon.ts'
import { useStage } from './stage.ts'

let system: DistributedSystem
let smtp: SmtpServer
beforeAll(async () => {
  smtp = await openSmtp()
  system = await startDistributed({ smtpUrl: smtp.url })
})
afterAll(async () => {
  await system?.close()
  await smtp?.close()
})

const { visit, person, newEmail } = useStage(() => system.gateways.nginx)

test('behind nginx, over processes and servers: a week is painted, a time found and booked, and the invitation answered', async () => {
  const [ada, bob] = [newEmail('ada'), await person('bob', { monday: [10, 11], tuesday: [9] })]

  const page = await visit()
  await myWeek.enterEmail(page, ada)
  await mouse.paint(myWeek.cell(page, 'Monday 09:00 to 09:30'), myWeek.cell(page, 'Monday 10:30 to 11:00'))
  await myWeek.saved(page)
  await page.getByRole('link', { name: 'Next: find a time' }).click()
  await mouse.write(page.getByLabel('People, by e-mail'), `${ada} ${bob}`)
  await page.keyboard.press('Enter')
  await findTime.suggestions(page).first().getByRole('link', { name: /^Book/ }).click()
  await meetings.fill(mouse, page, { title: 'Planning', organizer: ada })
  await page.getByRole('button', { name: 'Book and invite' }).click()
  await page.getByText(/10:00.11:00/).waitFor()
  await page.getByText('no reply yet').waitFor()
  const mail = await vi.waitUntil(() => smtp.mails.find(({ to }) => to.includes(bob)), soon)
  const guest = await visit(new URL(linksIn(mail.content.toString()).accepted).hash.replace('#', '/reply/#'))
  await guest.getByRole('button', { name: 'Accept' }).click()
  await guest.getByText('You accepted.').waitFor()
  await page.getByRole('link', { name: 'Meetings' }).click()
  await page.getByRole('link', { name: 'Planning' }).click()

  await page.getByText('comes', { exact: true }).waitFor()
  expect(await page.locator('.big').innerText()).toMatch(/Monday[\s\S]*10:00.11:00/)
})
