import { Message } from '../message.tsx'
import { strings } from '../strings.ts'
import type { MyWeek } from './my-week.ts'
import type { MyWeekState } from './my-week-store.ts'

/** Whether the server has the week that the person painted, and what the person can do where it does not. */
export function SaveNote({ myWeek, state }: { myWeek: MyWeek; state: MyWeekState }) {
  const { save, failure, other } = state
  if (other !== undefined) {
    return (
      <div className="notice" role="alert">
        <p>{strings.week.other(other.email)}</p>
        <button type="button" onClick={myWeek.takeTheirs}>
          {strings.week.takeTheirs}
        </button>
        <button type="button" onClick={myWeek.keepMine}>
          {strings.week.keepMine}
        </button>
      </div>
    )
  }
  return (
    <div className={`save-note ${save}`}>
      <span role="status">
        {strings.week.save[save]}{' '}
        {save === 'failed' && failure !== undefined ? (
          <span className="quiet">
            <Message text={failure} />
          </span>
        ) : null}
      </span>
      {save === 'failed' ? (
        <button type="button" onClick={myWeek.retry}>
          {strings.tryAgain}
        </button>
      ) : null}
    </div>
  )
}
