interface Arrival {
  fromLocation?: unknown
  pathChanged: boolean
}

/** After a navigation the focus goes to the page's heading, as if the page had been loaded. */
export function focusOnArrival({ fromLocation, pathChanged }: Arrival): void {
  if (fromLocation === undefined || !pathChanged) return
  const main = document.getElementById('main')
  const heading = main?.querySelector<HTMLElement>('h1') ?? main
  heading?.focus({ preventScroll: true })
}
