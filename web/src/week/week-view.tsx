import { useMemo, useState, useSyncExternalStore } from 'react'
import { hoursToShow } from '../grid/hours.ts'
import { strings } from '../strings.ts'
import { MinutesField } from '../time/minutes-field.tsx'
import { useAnnounce } from '../use-announce.tsx'
import { DayList } from './day-list.tsx'
import { Identity } from './identity.tsx'
import type { MyWeek } from './my-week.ts'
import { SaveNote } from './save-note.tsx'
import { WeekGrid } from './week-grid.tsx'
import { countFree, isFree, paintArea } from './week-slots.ts'
import { WeekTools } from './week-tools.tsx'

const { week: text } = strings
const STEPS = [15, 30, 60]

export function WeekView({ myWeek }: { myWeek: MyWeek }) {
  const state = useSyncExternalStore(myWeek.subscribe, myWeek.get)
  const announce = useAnnounce()
  const [stepMinutes, setStepMinutes] = useState(30)
  const [night, setNight] = useState(false)
  const [asList, setAsList] = useState(false)
  const [paintMode, setPaintMode] = useState(false)
  const week = state.weeks.present
  const { fromHour, toHour } = hoursToShow((slot) => isFree(week, slot), night)
  const rows = useMemo(() => ({ fromHour, toHour, stepMinutes }), [fromHour, toHour, stepMinutes])

  return (
    <section aria-labelledby="week-title">
      <h1 id="week-title">{text.title}</h1>
      <p className="intro">{asList ? text.introList : text.intro}</p>
      <Identity key={state.email} myWeek={myWeek} state={state} />
      <div className="bar">
        <WeekTools myWeek={myWeek} state={state} announce={announce} />
        <SaveNote myWeek={myWeek} state={state} />
      </div>
      {asList ? (
        <DayList week={week} onPaint={myWeek.paint} />
      ) : (
        <>
          <div className="touch-bar">
            <button type="button" className="primary" aria-pressed={paintMode} onClick={() => setPaintMode(!paintMode)}>
              {paintMode ? text.paintModeOn : text.paintMode}
            </button>
            {paintMode ? <span className="quiet">{text.paintModeHint}</span> : null}
          </div>
          <WeekGrid
            week={week}
            rows={rows}
            paintMode={paintMode}
            onPaint={(area, free) => myWeek.paint(paintArea(week, area, free))}
            announce={announce}
            onUndo={() => {
              myWeek.undo()
              announce(text.undone)
            }}
            onRedo={() => {
              myWeek.redo()
              announce(text.redone)
            }}
          />
        </>
      )}
      <div className="bar under">
        <ViewChoices
          asList={asList}
          stepMinutes={stepMinutes}
          night={night}
          onAsList={setAsList}
          onStep={setStepMinutes}
          onNight={setNight}
        />
        <p className="quiet">
          {text.hoursFree(String(countFree(week) / 4))} · <a href="#/find">{text.next}</a>
        </p>
      </div>
    </section>
  )
}

type Choices = {
  asList: boolean
  stepMinutes: number
  night: boolean
  onAsList: (asList: boolean) => void
  onStep: (minutes: number) => void
  onNight: (night: boolean) => void
}

/** How the week is shown: as a list or a grid, and which rows the grid has. */
function ViewChoices({ asList, stepMinutes, night, onAsList, onStep, onNight }: Choices) {
  return (
    <div className="tools">
      <label className="inline">
        {text.editAs}
        <select value={asList ? 'list' : 'grid'} onChange={(event) => onAsList(event.target.value === 'list')}>
          <option value="grid">{text.asGrid}</option>
          <option value="list">{text.asList}</option>
        </select>
      </label>
      {asList ? null : (
        <>
          <MinutesField className="inline" label={text.step} value={stepMinutes} choices={STEPS} onChange={onStep} />
          <label className="check">
            <input type="checkbox" checked={night} onChange={(event) => onNight(event.target.checked)} />
            {text.night}
          </label>
        </>
      )}
    </div>
  )
}
