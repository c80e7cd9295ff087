import { strings } from './strings.ts'

/** What went wrong in a sentence, and the way on. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  return (
    <div className="notice" role="alert">
      <p>{error.message}</p>
      {onRetry === undefined ? null : (
        <button type="button" onClick={() => onRetry()}>
          {strings.tryAgain}
        </button>
      )}
    </div>
  )
}
