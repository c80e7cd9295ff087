import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { deviceZone } from './time/device-zone.ts'
import { createMyWeek } from './week/my-week.ts'
import { peopleApi } from './week/people-api.ts'

const myWeek = createMyWeek({ api: peopleApi, storage: localStorage, timezone: deviceZone().zone })
myWeek.open()
addEventListener('online', myWeek.retry)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App myWeek={myWeek} />
  </StrictMode>,
)
