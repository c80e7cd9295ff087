/** Whether the same request may succeed later: one that was refused for what it asks will not. */
export function isTemporary(error: unknown): boolean {
  const { status } = error as { status?: number }
  return status === undefined || status >= 500 || status === 429
}
