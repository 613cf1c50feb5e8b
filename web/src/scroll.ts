const positions = new Map<string, number>()
let current = 'first'
let listening = false

/** From now on the window's scroll position belongs to this history entry. */
export function keepScroll(key: string): void {
  current = key
  if (listening) return
  listening = true
  // The browser would restore before the page is drawn.
  window.history.scrollRestoration = 'manual'
  window.addEventListener('scroll', () => positions.set(current, window.scrollY), { passive: true })
}

const framesAtMost = 60

/** Scrolls back to where the entry was left, as soon as the page has grown that tall again. */
export function restoreScroll(key: string): void {
  const target = positions.get(key) ?? 0
  let frames = 0
  const step = () => {
    if (current !== key) return
    frames += 1
    const room = document.documentElement.scrollHeight - window.innerHeight
    if (room >= target || frames > framesAtMost) window.scrollTo(0, target)
    else requestAnimationFrame(step)
  }
  step()
}
