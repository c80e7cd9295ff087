import { emailOf } from '@w2meet/contract'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { useZoneTable } from '../time/use-zone-table.ts'
import type { MyWeek } from './my-week.ts'
import type { MyWeekState } from './my-week-store.ts'
import { ZoneField } from './zone-field.tsx'

const { week: text } = strings

/** The person's e-mail, name and zone. An e-mail counts when the person leaves its field, or the page. */
export function Identity({ myWeek, state }: { myWeek: MyWeek; state: MyWeekState }) {
  const [wrong, setWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const zones = useZoneTable()
  const inUnknownZone = zones !== undefined && !zones.isKnownZone(state.timezone)

  useEffect(() => {
    if (inUnknownZone) myWeek.leaveUnknownZone()
  }, [inUnknownZone, myWeek])

  useEffect(() => {
    const leave = () => enterEmail(field.current!)
    addEventListener('pagehide', leave)
    return () => removeEventListener('pagehide', leave)
  })

  function enterEmail(input: HTMLInputElement): void {
    const email = input.value.trim() === '' ? '' : emailOf(input.value)
    setWrong(email === undefined)
    if (email !== undefined) myWeek.enterEmail(email)
  }

  return (
    <form className="identity" onSubmit={(event: FormEvent) => event.preventDefault()}>
      <div className="field">
        <label htmlFor="email">
          {text.email} <span className="quiet">{text.emailHint}</span>
        </label>
        <input
          id="email"
          ref={field}
          // Not of type email, whose values browsers change and judge by rules of their own.
          type="text"
          inputMode="email"
          autoCapitalize="none"
          autoComplete="email"
          defaultValue={state.email}
          aria-invalid={wrong}
          aria-describedby="email-wrong"
          onBlur={(event) => enterEmail(event.target)}
          onKeyDown={(event) => event.key === 'Enter' && enterEmail(event.currentTarget)}
        />
        <span id="email-wrong" className="wrong" role="alert">
          {wrong ? text.emailWrong : null}
        </span>
      </div>
      <div className="field">
        <label htmlFor="name">
          {text.name} <span className="quiet">{strings.week.optional}</span>
        </label>
        <input
          id="name"
          autoComplete="name"
          maxLength={200}
          value={state.name}
          onChange={(event) => myWeek.enterName(event.target.value)}
        />
      </div>
      <ZoneField zone={state.timezone} table={zones} onChange={myWeek.chooseZone} />
    </form>
  )
}
