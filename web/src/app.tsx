import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'
import { strings } from './strings.ts'
import { Announcer } from './use-announce.tsx'
import { useOnline } from './use-online.ts'
import { useRoute } from './use-route.ts'
import type { MyWeek } from './week/my-week.ts'
import { WeekView } from './week/week-view.tsx'

const views = {
  find: lazy(() => import('./find/find-view.tsx')),
  book: lazy(() => import('./book/book-view.tsx')),
  meeting: lazy(() => import('./book/meeting-view.tsx')),
  meetings: lazy(() => import('./book/meetings-view.tsx')),
}

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } })

export function App({ myWeek }: { myWeek: MyWeek }) {
  const { view, params } = useRoute()
  const View = view === 'week' ? undefined : views[view]
  const online = useOnline()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(view)

  // A person who goes to another view begins at its top, also with the keyboard.
  useEffect(() => {
    if (shown.current !== view) main.current?.focus()
    shown.current = view
  }, [view])

  return (
    <QueryClientProvider client={queries}>
      <Announcer>
        <button type="button" className="skip" onClick={() => main.current?.focus()}>
          {strings.skip}
        </button>
        <header>
          <a className="brand" href="#/week">
            <img src="/icon.svg" alt="" width="28" height="28" />
            {strings.appName}
          </a>
          <nav>
            {(['week', 'find', 'meetings'] as const).map((name) => (
              <a key={name} href={`#/${name}`} aria-current={name === view ? 'page' : undefined}>
                {strings.views[name]}
              </a>
            ))}
          </nav>
          <a href="/docs" className="api">
            {strings.api}
          </a>
        </header>
        {online ? null : (
          <p className="offline" role="status">
            {strings.offline}
          </p>
        )}
        <main id="main" ref={main} tabIndex={-1}>
          <ErrorBoundary key={view}>
            <Suspense fallback={<p className="quiet">{strings.loading}</p>}>
              {View === undefined ? <WeekView myWeek={myWeek} /> : <View params={params} myWeek={myWeek} />}
            </Suspense>
          </ErrorBoundary>
        </main>
      </Announcer>
    </QueryClientProvider>
  )
}
