import { useState } from 'react'

/** Widths of a page in per cent of the viewer; each has a class in viewer.css. */
export const zooms = [50, 75, 100, 150, 200, 300] as const

export interface ViewState {
  zoom: (typeof zooms)[number]
  /** Quarter turns clockwise. */
  turns: number
  larger: (() => void) | null
  smaller: (() => void) | null
  turn: () => void
}

/** How large and which way round a file is shown; null where it cannot go further. */
export function useViewState(): ViewState {
  const [at, setAt] = useState<number>(zooms.indexOf(100))
  const [turns, setTurns] = useState(0)
  return {
    zoom: zooms[at] ?? 100,
    turns,
    larger: at < zooms.length - 1 ? () => setAt(at + 1) : null,
    smaller: at > 0 ? () => setAt(at - 1) : null,
    turn: () => setTurns((turns + 1) % 4),
  }
}
