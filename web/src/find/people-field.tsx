import { emailOf } from '@w2meet/contract'
import { type FormEvent, type RefObject, useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { useAnnounce } from '../use-announce.tsx'
import { GroupFields, nameOfGroup } from './group-fields.tsx'
import { addPerson, everybodyOf, type Role, removePerson, roleOf, type Search, setRole } from './search.ts'

const { find: text } = strings

type Props = { search: Search; unknown: readonly string[]; me: string; onChange: (search: Search) => void }

/** The people who are to meet, and their roles. */
export function PeopleField({ search, unknown, me, onChange }: Props) {
  const announce = useAnnounce()
  const field = useRef<HTMLInputElement>(null)
  // Sorted by e-mail, so that a person who gets another role does not jump away from under the keyboard.
  const people = everybodyOf(search).sort()

  function add(emails: readonly string[]): void {
    onChange(emails.reduce(addPerson, search))
    announce(text.added(emails.join(', ')))
  }

  return (
    <div className="people">
      <EmailsForm field={field} onAdd={add} />
      {me !== '' && !people.includes(me) ? (
        <button type="button" className="plain link" onClick={() => onChange(addPerson(search, me))}>
          {text.addMe(me)}
        </button>
      ) : null}
      <ul className="persons">
        {people.map((email) => (
          <li key={email}>
            <span className="email">{email}</span>
            <RoleSelect email={email} search={search} onChange={(role) => onChange(setRole(search, email, role))} />
            <button
              type="button"
              className="plain"
              aria-label={text.remove(email)}
              onClick={() => {
                field.current?.focus()
                onChange(removePerson(search, email))
                announce(text.removed(email))
              }}
            >
              ×
            </button>
            {unknown.includes(email) ? <span className="not-known">{text.unknown}</span> : null}
          </li>
        ))}
      </ul>
      <GroupFields search={search} onChange={onChange} />
    </div>
  )
}

/** Takes several addresses at once; words that are none stay in the field. */
function EmailsForm({ field, onAdd }: { field: RefObject<HTMLInputElement | null>; onAdd: (emails: string[]) => void }) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<readonly string[]>([])

  function submit(event: FormEvent): void {
    event.preventDefault()
    const words = typed.split(/[\s,;<>]+/).filter((word) => word !== '')
    const emails = words.flatMap((word) => emailOf(word) ?? [])
    const others = words.filter((word) => emailOf(word) === undefined)
    setWrong(others)
    setTyped(others.join(' '))
    if (emails.length > 0) onAdd(emails)
  }

  return (
    <form onSubmit={submit} noValidate>
      <label htmlFor="person">{text.people}</label>
      <div className="with-button">
        <input
          id="person"
          ref={field}
          type="text"
          inputMode="email"
          autoComplete="off"
          placeholder={text.personExample}
          value={typed}
          aria-invalid={wrong.length > 0}
          aria-describedby="person-wrong"
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="primary">
          {text.add}
        </button>
      </div>
      <span id="person-wrong" className="wrong" role="alert">
        {wrong.length > 0 ? text.notEmails(wrong.join(' ')) : null}
      </span>
    </form>
  )
}

function RoleSelect({ email, search, onChange }: { email: string; search: Search; onChange: (role: Role) => void }) {
  const role = roleOf(search, email)
  return (
    <select
      aria-label={text.role(email)}
      value={role}
      onChange={({ target: { value } }) => onChange(value === 'required' || value === 'optional' ? value : Number(value))}
    >
      <option value="required">{text.required}</option>
      <option value="optional">{text.optional}</option>
      {search.groups.map((_, group) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the list
        <option key={group} value={group}>
          {text.ofGroup(nameOfGroup(group))}
        </option>
      ))}
      <option value={search.groups.length}>{text.ofNewGroup}</option>
    </select>
  )
}
