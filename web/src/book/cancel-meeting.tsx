import { useMutation } from '@tanstack/react-query'
import type { Meeting } from '@w2meet/contract'
import { useState } from 'react'
import { Failure } from '../failure.tsx'
import { strings } from '../strings.ts'
import { cancel } from './meetings-api.ts'

const { meeting: text } = strings

/** A button that asks once more before it cancels, since everybody gets a mail about it. */
export function CancelMeeting({ meeting, onCancelled }: { meeting: Meeting; onCancelled: () => void }) {
  const [asked, setAsked] = useState(false)
  const { mutate, isPending, error } = useMutation({ mutationFn: () => cancel(meeting), onSuccess: onCancelled })
  if (!asked) {
    return (
      <button type="button" onClick={() => setAsked(true)}>
        {text.cancel}
      </button>
    )
  }
  return (
    <div className="notice" role="alert">
      <p>{text.cancelSure}</p>
      <button type="button" disabled={isPending} onClick={() => mutate()}>
        {text.cancelYes}
      </button>
      <button type="button" onClick={() => setAsked(false)}>
        {text.cancelNo}
      </button>
      {error ? <Failure error={error} /> : null}
    </div>
  )
}
