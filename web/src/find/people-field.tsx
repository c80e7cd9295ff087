import { type FormEvent, useState } from 'react'
import { strings } from '../strings.ts'
import { useAnnounce } from '../use-announce.tsx'
import { addPerson, everybodyOf, removePerson, type Search, setRole } from './search.ts'

const { find: text } = strings

type Props = { search: Search; unknown: readonly string[]; me: string; onChange: (search: Search) => void }

/** Who is to meet: each must come, or may. Several addresses can be pasted at once. */
export function PeopleField({ search, unknown, me, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<readonly string[]>([])
  const announce = useAnnounce()
  const people = everybodyOf(search)

  function add(event: FormEvent): void {
    event.preventDefault()
    const words = typed.split(/[\s,;<>]+/).filter((word) => word !== '')
    const emails = words.filter(isEmail).map((email) => email.toLowerCase())
    setWrong(words.filter((word) => !isEmail(word)))
    setTyped(words.filter((word) => !isEmail(word)).join(' '))
    if (emails.length === 0) return
    onChange(emails.reduce(addPerson, search))
    announce(text.added(emails.join(', ')))
  }

  return (
    <div className="people">
      <form onSubmit={add} noValidate>
        <label htmlFor="person">{text.people}</label>
        <div className="with-button">
          <input
            id="person"
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
      {me !== '' && !people.includes(me) ? (
        <button type="button" className="plain link" onClick={() => onChange(addPerson(search, me))}>
          {text.addMe(me)}
        </button>
      ) : null}
      <ul className="persons">
        {people.map((email) => (
          <li key={email}>
            <span className="email">{email}</span>
            <select
              aria-label={text.role(email)}
              value={search.required.includes(email) ? 'required' : 'optional'}
              onChange={(event) => onChange(setRole(search, email, event.target.value as 'required' | 'optional'))}
            >
              <option value="required">{text.required}</option>
              <option value="optional">{text.optional}</option>
            </select>
            <button
              type="button"
              className="plain"
              aria-label={text.remove(email)}
              onClick={() => {
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
    </div>
  )
}

/** As the browser judges it, which is how the contract does. */
function isEmail(word: string): boolean {
  const input = document.createElement('input')
  input.type = 'email'
  input.value = word
  return word !== '' && input.validity.valid
}
