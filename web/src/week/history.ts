/** A value with those before it, and those that were undone, which stay until the next step. */
export type History<T> = { past: readonly T[]; present: T; future: readonly T[] }

const MAX_STEPS = 100

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

export function step<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past, present].slice(-MAX_STEPS), present: next, future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { past: [...history.past, history.present], present: after, future }
}
