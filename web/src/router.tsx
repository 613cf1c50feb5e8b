import {
  startTransition,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentType,
} from 'react'
import { takeReload } from './build.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { reloadForCode } from './lazy-page.ts'
import { PageContext } from './page-context.ts'
import { goTo, onPlace, placeNow, type Arrival, type Place } from './place.ts'
import { Shell } from './portals/shell.tsx'
import { routeAt } from './routes.ts'
import { keepScroll, restoreScroll } from './scroll.ts'
import { seatNow } from './seat.ts'
import { Skeleton } from './ui/skeleton.tsx'
import { ErrorPage, NotFound } from './ui/states.tsx'

/** What is on the screen: a page, or the error that stood in its way. */
interface Shown {
  place: Place
  params: Readonly<Record<string, string>>
  /** The route's pattern; '' where there is no page. */
  pattern: string
  Page: ComponentType
  error: unknown
  arrival: Arrival
  round: number
}

const patienceMilliseconds = 300

/**
 * Draws the page of the address bar inside the shell. The former page stays until the guard has
 * spoken and the code is there; only a slow one is replaced by a skeleton.
 */
export function Router() {
  const { shown, slow, open } = useShown()
  useArrival(shown)
  const retry = () => void open(placeNow(), 'replace')
  return (
    <PageContext value={shown}>
      <Shell>
        {shown && !slow ? (
          // Another seat is another person at work: nothing typed for the one stays for the other.
          <ErrorBoundary key={`${shown.pattern} ${seatNow()} ${shown.round}`} retry={retry}>
            {shown.error === null ? (
              <shown.Page />
            ) : (
              <ErrorPage error={shown.error} retry={retry} />
            )}
          </ErrorBoundary>
        ) : (
          <div className="page">{slow && <Skeleton lines={4} />}</div>
        )}
      </Shell>
    </PageContext>
  )
}

function useShown() {
  const [shown, setShown] = useState<Shown | null>(null)
  const [slow, setSlow] = useState(false)
  // Only the last place counts: what an older one still waits for is dropped.
  const turn = useRef(0)
  const current = useRef<Shown | null>(null)

  const open = async (place: Place, arrival: Arrival, again = true) => {
    turn.current += 1
    const mine = turn.current
    if (takeReload()) return window.location.reload()
    const match = routeAt(place.path)
    const former = current.current
    const show = (part: Partial<Shown>) => {
      current.current = {
        place,
        params: match?.params ?? {},
        pattern: match?.route.path ?? '',
        Page: NotFound,
        error: null,
        arrival,
        round: (former?.round ?? 0) + (again ? 1 : 0),
        ...part,
      }
      const next = current.current
      startTransition(() => {
        setShown(next)
        setSlow(false)
      })
    }
    const patience = setTimeout(() => mine === turn.current && setSlow(true), patienceMilliseconds)
    try {
      const instead = await match?.route.guard?.(place)
      if (mine !== turn.current) return
      if (instead) return goTo(instead, { replace: true })
      const Page = (await match?.route.page.load()) ?? NotFound
      if (mine === turn.current) show({ Page })
    } catch (error) {
      if (mine === turn.current && !reloadForCode(error)) show({ error })
    } finally {
      clearTimeout(patience)
    }
  }

  const latest = useRef(open)
  useEffect(() => {
    latest.current = open
  })
  useEffect(() => {
    const arrive = (place: Place, arrival: Arrival) => {
      const former = current.current
      const match = routeAt(place.path)
      // The same page with another question: no guard, no wait, and what it holds stays.
      if (former && former.error === null && match && match.route.path === former.pattern) {
        turn.current += 1
        current.current = { ...former, place, params: match.params, arrival }
        setShown(current.current)
        setSlow(false)
      } else void latest.current(place, arrival, false)
    }
    const stop = onPlace(arrive)
    void latest.current(placeNow(), 'replace', false)
    return stop
  }, [])
  return { shown, slow, open }
}

/** After a navigation the focus goes to the page's heading, as if the page had been loaded. */
function useArrival(shown: Shown | null): void {
  const former = useRef<Place | null>(null)
  const place = shown?.place
  const arrival = shown?.arrival
  // Before the browser paints: its own scroll events must already count for the new place.
  useLayoutEffect(() => {
    if (!place) return
    const before = former.current
    former.current = place
    keepScroll(place.key)
    if (arrival === 'pop') restoreScroll(place.key)
    if (!before || before.path === place.path) return
    if (arrival !== 'pop') window.scrollTo(0, 0)
    const main = document.getElementById('main')
    const heading = main?.querySelector<HTMLElement>('h1') ?? main
    heading?.focus({ preventScroll: true })
  }, [place, arrival])
}
