import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { invite } from './reply-links.ts'
import { useStage } from './stage.ts'

/** A link in a mail answers nothing by itself; a person's answer by the page behind it is in reply-flows.ts. */
const stage = useStage()
const invited = () => invite(stage, inject('mailFolder'))
const buttons = (page: Page) => page.getByRole('button').allInnerTexts()

test('to open a link answers nothing, and neither do requests of a mail program beforehand', async () => {
  const { id, links } = await invited()

  const asked = await Promise.all(['GET', 'HEAD'].map((method) => fetch(links.declined, { method })))
  const page = await stage.visit(links.declined)
  await page.getByRole('heading', { name: 'Planning' }).waitFor()

  expect(asked.map(({ status }) => status)).toEqual([200, 200])
  expect((await stage.api().get(`/api/meetings/${id}`)).body.attendees[0].reply).toBe('needs_action')
})

test.each([
  ['accepted', 'Do you accept?', ['Accept', 'Decline', 'Maybe']],
  ['declined', 'Do you decline?', ['Decline', 'Accept', 'Maybe']],
  ['tentative', 'Will you maybe come?', ['Maybe', 'Accept', 'Decline']],
] as const)(
  'the link for %s asks for it first, says what it is about, and offers the others',
  async (reply, question, offered) => {
    const { links, organizer } = await invited()

    const page = await stage.visit(links[reply])
    await page.getByRole('heading', { name: 'Planning' }).waitFor()

    expect(await buttons(page)).toEqual(offered)
    const shown = await page.locator('main').innerText()
    expect(shown).toContain(question)
    expect(shown).toMatch(new RegExp(`Monday.? 7 June 2027.*11:00.12:00.*Europe/Paris.*Room 4.*${organizer}`, 's'))
  },
)

test('on a device that does not say where it is, the link tells the time in UTC', async () => {
  const { links } = await invited()

  const page = await stage.visit(links.accepted, { timezoneId: 'Etc/Unknown' })

  await page.getByText(/09:00.10:00.*\(UTC\)/).waitFor()
})

test('a link without all of its parts says so and offers nothing', async () => {
  const { links } = await invited()

  const page = await stage.visit(links.accepted.replace(/&token=.*/, ''))

  await page.getByText('This link is not complete.').waitFor()
  expect(await buttons(page)).toEqual([])
})

test("another meeting's link, and one that was cut, are refused and change nothing", async () => {
  const [one, other] = [await invited(), await invited()]
  const swapped = one.links.accepted.replace(one.id, other.id)
  const cut = one.links.accepted.replace(/.{5}&status/, '&status')

  for (const link of [swapped, cut]) {
    const page = await stage.visit(link)
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('This link is not valid').waitFor()
    expect(await buttons(page)).toEqual([])
  }

  for (const { id } of [one, other]) {
    expect((await stage.api().get(`/api/meetings/${id}`)).body.attendees[0].reply).toBe('needs_action')
  }
})

test('a meeting that was cancelled takes no answer, also from a guest who had opened its link before', async () => {
  const { id, links } = await invited()
  const before = await stage.visit(links.accepted)
  await before.getByRole('heading', { name: 'Planning' }).waitFor()
  await stage.api().delete(`/api/meetings/${id}`)

  const after = await stage.visit(links.accepted)
  await before.getByRole('button', { name: 'Accept' }).click()

  await after.getByText('This meeting was cancelled.').waitFor()
  await before.getByText('This meeting does not take replies any more.').waitFor()
  expect([await buttons(before), await buttons(after)]).toEqual([[], []])
})

test('the page says that an answer could not be sent, and sends it again on demand', async () => {
  const { id, links } = await invited()
  const page = await stage.visit(links.tentative)
  await page.route('**/replies', (route) => route.abort())

  await page.getByRole('button', { name: 'Maybe' }).click()
  await page.getByText('could not be sent').waitFor()
  await page.unroute('**/replies')
  await page.getByRole('button', { name: 'Maybe' }).click()
  await page.getByText('You said maybe.').waitFor()

  expect((await stage.api().get(`/api/meetings/${id}`)).body.attendees[0].reply).toBe('tentative')
})
