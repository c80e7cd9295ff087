import type { Reply } from '@w2meet/contract'

/** What the rules of meetings say, in the plainest way: lists that are looked through from the beginning. */

export type Person = { email: string; optional: boolean; reply: Reply; holds: boolean }
export type ModelMeeting = {
  id: string
  organizer: string
  people: Person[]
  title: string
  startMs: number
  endMs: number
  status: 'confirmed' | 'cancelled'
  sequence: number
  version: number
}
/** A mail that is written; what it will say is fixed unless it tells of the present. */
type ModelMail = {
  kind: string
  meeting: ModelMeeting
  recipient: string
  dueMs: number
  expiresMs: number
  replies: Map<string, Reply>
}
export type Change = { startMs?: number; minutes?: number; title?: string; attendees?: string[]; optional?: string[] }
/** What a request is answered: its status, and for 409 who is busy. */
export type Outcome = { status: number; busy?: string[] }

const MINUTE_MS = 60_000
const REMINDER_MINUTES = [1440, 60]
const GATHERED_MINUTES = 10
const ERASED = 'erased@w2meet.invalid'

export function createOracle(startMs: number) {
  const oracle = {
    nowMs: startMs,
    meetings: [] as ModelMeeting[],
    ...{ book, change, reply, cancel, erase, pass, heldBy, feedOf },
  }
  /** In the order of writing. */
  let mails: ModelMail[] = []
  const everMailed = new Set<string>()
  const write = (mail: ModelMail) => {
    mails.push(mail)
    everMailed.add(mail.recipient)
  }
  /** When each organizer's last mail about replies to a meeting was due. */
  const toldOfReplies = new Map<string, number>()

  const copyOf = (meeting: ModelMeeting) => ({ ...meeting, people: meeting.people.map((person) => ({ ...person })) })
  const everybody = ({ organizer, people }: ModelMeeting) => [organizer, ...people.map(({ email }) => email)]
  const isTaken = (email: string, from: number, to: number, but?: ModelMeeting) =>
    oracle.meetings.some(
      (other) =>
        other !== but &&
        other.startMs < to &&
        from < other.endMs &&
        other.status === 'confirmed' &&
        (other.organizer === email || other.people.some((person) => person.email === email && person.holds)),
    )
  const isToCome = ({ status, endMs }: ModelMeeting) => status === 'confirmed' && endMs > oracle.nowMs

  function tell(kind: string, meeting: ModelMeeting, recipients: string[]): void {
    // An invitation is of no use any more once its meeting is over.
    const expiresMs = kind === 'confirmed' ? meeting.endMs : Infinity
    for (const recipient of recipients) {
      write({ kind, meeting: copyOf(meeting), recipient, dueMs: oracle.nowMs, expiresMs, replies: new Map() })
    }
  }

  /** Reminders follow the meeting: those of before are dropped, and those still to come are written. */
  function remindAnew(meeting: ModelMeeting): void {
    mails = mails.filter((mail) => mail.kind !== 'reminder' || mail.meeting.id !== meeting.id)
    if (meeting.status === 'cancelled') return
    const reminded = [meeting.organizer, ...meeting.people.filter(({ reply }) => reply !== 'declined').map(({ email }) => email)]
    for (const recipient of reminded) remind(meeting, recipient)
  }

  function remind(meeting: ModelMeeting, recipient: string): void {
    for (const minutes of REMINDER_MINUTES) {
      const dueMs = meeting.startMs - minutes * MINUTE_MS
      const isThere = mails.some(
        (one) => one.kind === 'reminder' && one.recipient === recipient && one.meeting.id === meeting.id && one.dueMs === dueMs,
      )
      if (dueMs <= oracle.nowMs || isThere) continue
      write({ kind: 'reminder', meeting, recipient, dueMs, expiresMs: meeting.startMs, replies: new Map() })
    }
  }

  function book(
    id: string,
    organizer: string,
    attendees: string[],
    optional: string[],
    startMs: number,
    minutes: number,
    title: string,
  ): Outcome {
    const endMs = startMs + minutes * MINUTE_MS
    if (endMs <= oracle.nowMs) return { status: 400 }
    const must = [...new Set(attendees)].filter((email) => email !== organizer)
    const may = [...new Set(optional)].filter((email) => email !== organizer && !must.includes(email))
    const busy = [organizer, ...must].filter((email) => isTaken(email, startMs, endMs))
    if (busy.length > 0) return { status: 409, busy }
    const people = [
      ...must.map((email): Person => ({ email, optional: false, reply: 'needs_action', holds: true })),
      ...may.map((email): Person => ({ email, optional: true, reply: 'needs_action', holds: false })),
    ]
    const meeting: ModelMeeting = { id, organizer, people, title, startMs, endMs, status: 'confirmed', sequence: 0, version: 0 }
    oracle.meetings.push(meeting)
    tell('confirmed', meeting, everybody(meeting))
    remindAnew(meeting)
    return { status: 201 }
  }

  function change(
    meeting: ModelMeeting,
    { startMs = meeting.startMs, minutes, title = meeting.title, ...lists }: Change,
  ): Outcome {
    if (meeting.status === 'cancelled') return { status: 409 }
    const before = copyOf(meeting)
    const endMs = startMs + (minutes === undefined ? meeting.endMs - meeting.startMs : minutes * MINUTE_MS)
    const { must, may } = listsAfter(before, lists)
    const was = (email: string) => before.people.find((person) => person.email === email)
    const isOptional = (email: string) => was(email)?.optional
    const moved = startMs !== before.startMs || endMs !== before.endMs
    const regrouped =
      must.length + may.length !== before.people.length ||
      must.some((e) => isOptional(e) !== false) ||
      may.some((e) => isOptional(e) !== true)
    if (!moved && !regrouped && title === before.title) return { status: 200 }
    if (moved && endMs <= oracle.nowMs) return { status: 400 }

    const people = [...must, ...may].map((email): Person => {
      const known = was(email)
      const optional = may.includes(email)
      const reply = known === undefined || moved ? 'needs_action' : known.reply
      if (optional) return { email, optional, reply, holds: reply === 'accepted' && known?.holds === true }
      if (known === undefined) return { email, optional, reply, holds: true }
      return { email, optional, reply, holds: known.optional ? known.reply !== 'declined' : known.holds }
    })
    const holders = [before.organizer, ...people.filter(({ holds }) => holds).map(({ email }) => email)]
    const busy = moved || regrouped ? holders.filter((email) => isTaken(email, startMs, endMs, meeting)) : []
    if (busy.length > 0) return { status: 409, busy }

    Object.assign(meeting, { people: regrouped || moved ? people : before.people, startMs, endMs, title })
    meeting.sequence++
    meeting.version++
    const [earlier, now] = [everybody(before), everybody(meeting)]
    tell(
      'cancelled',
      meeting,
      earlier.filter((email) => !now.includes(email)),
    )
    tell(
      'rescheduled',
      meeting,
      now.filter((email) => earlier.includes(email)),
    )
    tell(
      'confirmed',
      meeting,
      now.filter((email) => !earlier.includes(email)),
    )
    remindAnew(meeting)
    return { status: 200 }
  }

  /** A list that is given wins over the one that is not; of two that are given, those who must come win. */
  function listsAfter({ organizer, people }: ModelMeeting, { attendees, optional }: Pick<Change, 'attendees' | 'optional'>) {
    const kept = (isOptional: boolean) => people.filter((person) => person.optional === isOptional).map(({ email }) => email)
    const once = (emails: string[], others: string[]) =>
      [...new Set(emails)].filter((email) => email !== organizer && !others.includes(email))
    if (attendees === undefined) {
      const may = once(optional ?? kept(true), [])
      return { must: once(kept(false), may), may }
    }
    const must = once(attendees, [])
    return { must, may: once(optional ?? kept(true), must) }
  }

  function reply(meeting: ModelMeeting, email: string, status: Reply): Outcome {
    if (meeting.status === 'cancelled') return { status: 409 }
    const person = meeting.people.find((one) => one.email === email)
    if (person === undefined) return { status: 403 }
    if (person.reply === status) return { status: 200 }
    const holds = status === 'accepted' || (status === 'tentative' && person.holds)
    if (holds && !person.holds && isTaken(email, meeting.startMs, meeting.endMs, meeting)) return { status: 409, busy: [email] }
    Object.assign(person, { reply: status, holds })
    meeting.version++

    if (status === 'declined')
      mails = mails.filter((mail) => mail.kind !== 'reminder' || mail.meeting !== meeting || mail.recipient !== email)
    else remind(meeting, email)
    const waiting = mails.findLast((mail) => mail.kind === 'replied' && mail.meeting === meeting && mail.expiresMs > oracle.nowMs)
    if (waiting !== undefined) waiting.replies.set(email, status)
    else {
      const dueMs = Math.max(oracle.nowMs, (toldOfReplies.get(meeting.id) ?? -Infinity) + GATHERED_MINUTES * MINUTE_MS)
      toldOfReplies.set(meeting.id, dueMs)
      write({
        kind: 'replied',
        meeting,
        recipient: meeting.organizer,
        dueMs,
        expiresMs: meeting.endMs,
        replies: new Map([[email, status]]),
      })
    }
    return { status: 200 }
  }

  function cancel(meeting: ModelMeeting): Outcome {
    if (meeting.status === 'cancelled') return { status: 204 }
    meeting.status = 'cancelled'
    meeting.sequence++
    meeting.version++
    for (const person of meeting.people) person.holds = false
    tell('cancelled', meeting, everybody(meeting))
    remindAnew(meeting)
    return { status: 204 }
  }

  function erase(email: string, isRegistered: boolean): Outcome {
    const theirs = oracle.meetings.filter((meeting) => everybody(meeting).includes(email))
    for (const meeting of theirs.filter(({ organizer }) => organizer === email)) {
      const tells = isToCome(meeting)
      oracle.meetings = oracle.meetings.filter((one) => one !== meeting)
      meeting.status = 'cancelled'
      meeting.sequence++
      if (tells)
        tell(
          'cancelled',
          meeting,
          meeting.people.map((person) => person.email),
        )
      remindAnew(meeting)
    }
    for (const meeting of theirs.filter(({ organizer }) => organizer !== email)) {
      const tells = isToCome(meeting)
      meeting.people = meeting.people.filter((person) => person.email !== email)
      meeting.version++
      if (!tells) continue
      meeting.sequence++
      tell('rescheduled', meeting, everybody(meeting))
      remindAnew(meeting)
    }
    for (const { meeting, replies } of mails) {
      replies.delete(email)
      if (meeting.organizer === email) meeting.organizer = ERASED
      meeting.people = meeting.people.filter((person) => person.email !== email)
    }
    mails = mails.filter((mail) => mail.recipient !== email && (mail.kind !== 'replied' || mail.replies.size > 0))
    const isKnown = isRegistered || theirs.length > 0 || everMailed.has(email)
    everMailed.delete(email)
    return { status: isKnown ? 204 : 404 }
  }

  /** Time passes, and the mails that come due go out. Returns them as they are read, by meeting and reader, in order. */
  function pass(minutes: number): Map<string, string[]> {
    const untilMs = oracle.nowMs + minutes * MINUTE_MS
    const sent: { atMs: number; mail: ModelMail }[] = []
    for (const mail of mails) {
      const atMs = Math.max(mail.dueMs, oracle.nowMs)
      if (atMs <= untilMs && atMs < mail.expiresMs) sent.push({ atMs, mail })
    }
    mails = mails.filter((mail) => mail.dueMs > untilMs)
    oracle.nowMs = untilMs
    const read = sent
      .toSorted((one, other) => one.atMs - other.atMs)
      .map(({ mail }) => ({ ...mail, replied: repliesToTell(mail) }))
      .filter(({ kind, replied }) => kind !== 'replied' || replied.length > 0)
    // Reminders, and what is gathered, keep no order among changes.
    const by = Map.groupBy(read, ({ kind, meeting, recipient }) => mailKey(kind, meeting.id, recipient))
    return new Map([...by].map(([to, list]) => [to, list.map(({ kind, meeting, replied }) => mailText(kind, meeting, replied))]))
  }

  const repliesToTell = ({ meeting, replies }: ModelMail) =>
    meeting.status === 'cancelled'
      ? []
      : meeting.people.filter(({ email, reply }) => replies.get(email) === reply).map(({ email, reply }) => ({ email, reply }))

  function heldBy(email: string): [number, number][] {
    return oracle.meetings
      .filter(({ status }) => status === 'confirmed')
      .filter(({ organizer, people }) => organizer === email || people.some((person) => person.email === email && person.holds))
      .map(({ startMs, endMs }): [number, number] => [startMs, endMs])
      .toSorted(([one], [other]) => one - other)
  }

  /** The id, sequence and status of each meeting in a person's feed. */
  function feedOf(email: string): string[] {
    return oracle.meetings
      .filter(({ status }) => status === 'confirmed')
      .flatMap(({ id, sequence, organizer, people }) => {
        const part = organizer === email ? 'accepted' : people.find((person) => person.email === email)?.reply
        if (part === undefined || part === 'declined') return []
        return [`${id} ${sequence} ${part === 'tentative' ? 'TENTATIVE' : 'CONFIRMED'}`]
      })
      .toSorted()
  }

  return oracle
}

/** Mails with one key are read one after the other. */
export const mailKey = (kind: string, meetingId: string, recipient: string) =>
  `${meetingId} ${recipient} ${kind === 'reminder' || kind === 'replied' ? kind : 'change'}`

/** A mail in one line: all that its reader learns of the meeting. */
export function mailText(
  kind: string,
  meeting: Omit<ModelMeeting, 'id' | 'version'>,
  replied: { email: string; reply: Reply }[],
): string {
  const who = meeting.people.map(({ email, optional, reply }) => `${email} ${optional ? 'may' : 'must'} ${reply}`)
  const news = replied.map(({ email, reply }) => `${email} ${reply}`)
  const time = [meeting.startMs, meeting.endMs].map((ms) => new Date(ms).toISOString().slice(5, 16)).join('/')
  return `${kind} "${meeting.title}" ${time} ${meeting.status} ${meeting.sequence} by ${meeting.organizer} with ${who.join(', ')}: ${news.join(', ')}`
}
