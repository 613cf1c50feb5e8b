/** Where the time comes from. Times are UTC instants; a year is asked of Asia/Shanghai elsewhere. */
export type Clock = { now(): Date }

/** A clock that stands still until it is told otherwise. */
export type MovedClock = Clock & {
  /** Goes to the instant, forwards or backwards. */
  set(instant: Date): void
  /** Goes on by so many milliseconds. */
  advance(milliseconds: number): void
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests and the demo province, standing at `start`; each `now()` is a new Date. */
export function movedClock(start: Date): MovedClock {
  let milliseconds = start.getTime()
  return {
    now: () => new Date(milliseconds),
    set: (instant) => {
      milliseconds = instant.getTime()
    },
    advance: (by) => {
      milliseconds += by
    },
  }
}
