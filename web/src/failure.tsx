import { isTemporary } from './is-temporary.ts'
import { Message } from './message.tsx'
import { strings } from './strings.ts'

/** Why a request failed, in a sentence, and a button to try again where the same request may succeed later. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  return (
    <div className="notice" role="alert">
      <p>
        <Message text={error.message} />
      </p>
      {onRetry === undefined || !isTemporary(error) ? null : (
        <button type="button" onClick={() => onRetry()}>
          {strings.tryAgain}
        </button>
      )}
    </div>
  )
}
