import { isTemporary } from './is-temporary.ts'
import { strings } from './strings.ts'

/** What went wrong in a sentence, and where the same may succeed later, the way on. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  return (
    <div className="notice" role="alert">
      <p>{error.message}</p>
      {onRetry === undefined || !isTemporary(error) ? null : (
        <button type="button" onClick={() => onRetry()}>
          {strings.tryAgain}
        </button>
      )}
    </div>
  )
}
