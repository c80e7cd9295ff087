import { createContext, type ReactNode, use, useCallback, useState } from 'react'

const Announce = createContext<(text: string) => void>(() => {})

/** A function that has screen readers say a text. */
export const useAnnounce = () => use(Announce)

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', times: 0 })
  const announce = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), [])
  return (
    <Announce value={announce}>
      {children}
      <div role="status" className="only-heard" data-testid="announcement">
        {/* A new element each time, so that screen readers say the same words again. */}
        <span key={said.times}>{said.text}</span>
      </div>
    </Announce>
  )
}
