import { periodOf } from './time.js'

// Opening this page answers nothing: mail programs open links before people do. Only a click answers.

const words = {
  page: 'Your reply',
  when: 'When',
  where: 'Where',
  organizer: 'From',
  question: { accepted: 'Do you accept?', declined: 'Do you decline?', tentative: 'Will you maybe come?' },
  questionOpen: 'What is your reply?',
  questionAgain: 'You can change your reply.',
  answers: { accepted: 'Accept', declined: 'Decline', tentative: 'Maybe' },
  sending: 'Sending your reply …',
  sent: {
    accepted: 'You accepted. The organizer sees it.',
    declined: 'You declined. The organizer sees it.',
    tentative: 'You said maybe. The organizer sees it.',
  },
  linkBroken: 'This link is not complete. Open it from the mail again, or copy all of it.',
  refused: {
    400: 'This link is not valid. Open it from the mail again, or copy all of it.',
    403: 'This link is not valid for this meeting. Open the one in your latest mail.',
    404: 'This meeting is not there any more.',
    409: 'This meeting does not take replies any more.',
  },
  cancelled: 'This meeting was cancelled. There is nothing to reply to.',
  unsent: 'Your reply could not be sent. Try again in a moment.',
}

const TIMEOUT_MS = 15_000
const statuses = Object.keys(words.answers)
const element = (id) => document.getElementById(id)

/** The parameters of the link in the mail: after the #, which no server sees. */
function readLink() {
  const link = new URLSearchParams(location.hash.slice(1))
  const [meeting, token, status] = ['meeting', 'token', 'status'].map((name) => link.get(name) ?? '')
  return meeting === '' || token === '' ? undefined : { meeting, token, status: statuses.includes(status) ? status : undefined }
}

function show(link) {
  element('heading').textContent = words.page
  element('meeting').hidden = true
  element('answers').replaceChildren()
  element('question').textContent = ''
  element('outcome').textContent = ''
  if (link === undefined) return say(words.linkBroken)

  element('question').textContent = words.question[link.status] ?? words.questionOpen
  const buttons = statuses.map((status) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = words.answers[status]
    button.dataset.status = status
    button.addEventListener('click', () => answer(link, status))
    return button
  })
  // The one that the link is for comes first.
  const isFor = ({ dataset }) => dataset.status === link.status
  element('answers').append(...buttons.filter(isFor), ...buttons.filter((button) => !isFor(button)))
  choose(link.status)
  showMeeting(link)
}

const addressOf = ({ meeting }) => `/api/meetings/${encodeURIComponent(meeting)}`

/** What it is about, where that can be read; a reply is possible without. */
async function showMeeting(link) {
  const answered = await ask(addressOf(link))
  if (location.hash !== shown || answered === undefined) return
  if (answered.status === 404) return close(words.refused[404])
  if (!answered.ok) return
  const { title, organizer, location: place, start, end, status } = await answered.json()
  if (location.hash !== shown) return
  element('heading').textContent = title
  const facts = [
    [words.when, periodOf(start, end)],
    [words.where, place],
    [words.organizer, organizer],
  ]
  element('meeting').replaceChildren(
    ...facts.filter(([, fact]) => fact).flatMap(([name, fact]) => [tag('dt', name), tag('dd', fact)]),
  )
  element('meeting').hidden = false
  if (status === 'cancelled') close(words.cancelled)
}

function tag(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

let sending = false

async function answer(link, status) {
  if (sending) return
  busy(true)
  say(words.sending)
  const body = JSON.stringify({ token: link.token, status })
  const answered = await ask(`${addressOf(link)}/replies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  busy(false)
  if (location.hash !== shown) return
  if (answered?.ok) {
    choose(status)
    element('question').textContent = words.questionAgain
    return say(words.sent[status])
  }
  const refusal = words.refused[answered?.status]
  if (refusal === undefined) return say(words.unsent)
  close(refusal)
}

/** Marks the reply that the link is for, or that was given. */
function choose(status) {
  for (const button of element('answers').children) button.classList.toggle('chosen', button.dataset.status === status)
}

/** Still in reach of the keyboard, so that nobody loses their place. */
function busy(now) {
  sending = now
  for (const button of element('answers').children) button.setAttribute('aria-disabled', String(now))
}

function close(text) {
  // The button that had the focus is gone, so the heading gets it.
  if (element('answers').contains(document.activeElement)) element('heading').focus()
  element('answers').replaceChildren()
  element('question').textContent = ''
  say(text)
}

function say(text) {
  element('outcome').textContent = text
  element('outcome').scrollIntoView({ block: 'nearest' })
}

/** The answer, or undefined where there is none. */
async function ask(address, options = {}) {
  try {
    return await fetch(address, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch {
    return undefined
  }
}

let shown
function start() {
  shown = location.hash
  show(readLink())
}
addEventListener('hashchange', start)
start()
