/** Whether the same may succeed later: a refusal of what was asked will not. */
export function isTemporary(error: unknown): boolean {
  const { status } = error as { status?: number }
  return status === undefined || status >= 500 || status === 429
}
