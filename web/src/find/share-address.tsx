import { useState } from 'react'
import { strings } from '../strings.ts'

const { find: text } = strings

/** Copies the address, which has the whole search in it. Not over plain HTTP from elsewhere: there browsers give no clipboard. */
export function ShareAddress() {
  const [outcome, setOutcome] = useState({ address: '', text: '' })
  const { clipboard } = navigator as { clipboard?: Clipboard }
  if (clipboard === undefined) return null
  const address = location.href
  return (
    <>
      <button
        type="button"
        className="plain link"
        onClick={() => {
          const say = (text: string) => () => setOutcome({ address, text })
          clipboard.writeText(address).then(say(text.shared), say(text.notShared))
        }}
      >
        {text.share}
      </button>
      <span role="status">{outcome.address === address ? outcome.text : null}</span>
    </>
  )
}
