import { useState } from 'react'

/** The moment at which a view was opened, in milliseconds since 1970; it does not move under the person's hands. */
export function useNow(): number {
  return useState(() => Date.now())[0]
}
