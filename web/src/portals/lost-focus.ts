const layers = '.layer, [role="dialog"]'

/** From the element up to what holds the page or the dialog together. */
function placesOf(element: Element): Element[] {
  const places: Element[] = []
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
    places.push(at)
  return places
}

/** Drawn, and whatever closed has given the focus back where it could. */
const settled = (act: () => void) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)))

/**
 * What was pressed often goes with what it did: 确认已解决 can be said once, a row that was dealt with
 * leaves its list, and so may the button to which a dialog wants to return the focus. The browser then
 * leaves the focus nowhere, and a screen reader begins again at the top of the window. Here it goes to
 * the heading of the nearest part around it that is still there: the card, the dialog, the page.
 */
export function catchLostFocus(): void {
  let last: Element | null = null
  let around: readonly Element[] = []
  let aroundInPage: readonly Element[] = []
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return
    last = target
    around = placesOf(target)
    if (!target.closest(layers)) aroundInPage = around
  })
  const mend = () => {
    if (document.activeElement !== document.body || last?.isConnected) return
    for (const place of [...around, ...aroundInPage]) {
      const heading = place.isConnected && place.querySelector<HTMLElement>('h1, h2, h3')
      if (!heading) continue
      heading.tabIndex = -1
      heading.focus({ preventScroll: true })
      return
    }
  }
  const watch = new MutationObserver(() => {
    if (last && !last.isConnected) settled(mend)
  })
  watch.observe(document.body, { childList: true, subtree: true })
}
