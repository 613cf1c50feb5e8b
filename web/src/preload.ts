let fetchCode: (to: string) => void = () => undefined

/** The table of routes says how code is fetched; links need not know the table, whose pages are full of links. */
export function preloadBy(fetcher: (to: string) => void): void {
  fetchCode = fetcher
}

/** Fetches the code of the page at an address, in good time: a pointer came near its link. */
export function preload(to: string): void {
  fetchCode(to)
}
