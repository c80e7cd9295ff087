import { createContext, type ReactNode, use, useCallback, useState } from 'react'

const Announce = createContext<(text: string) => void>(() => {})

/** Tells screen readers what changed. */
export const useAnnounce = () => use(Announce)

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', times: 0 })
  const announce = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), [])
  return (
    <Announce value={announce}>
      {children}
      <div role="status" className="only-heard" data-testid="announcement">
        {/* A new element each time: the same words again are news too. */}
        <span key={said.times}>{said.text}</span>
      </div>
    </Announce>
  )
}
