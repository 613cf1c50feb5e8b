/** Too much waits already: answer 503 with `Retry-After: retryAfterSeconds`. */
export class Busy extends Error {
  readonly retryAfterSeconds = 2
  constructor() {
    super('too many tasks are waiting')
    this.name = 'Busy'
  }
}

/**
 * Lets at most `running` tasks run and `waiting` wait, first come first served; one more throws
 * Busy at once, so that a flood of logins cannot hold memory or starve the other requests.
 */
export function createGate(running: number, waiting: number) {
  let active = 0
  const queue: (() => void)[] = []
  const enter = async <T>(task: () => Promise<T>): Promise<T> => {
    if (active >= running) {
      if (queue.length >= waiting) throw new Busy()
      await new Promise<void>((resolve) => {
        queue.push(resolve)
      })
    } else {
      active += 1
    }
    try {
      return await task()
    } finally {
      // The place is handed on, not given back, so that a newcomer cannot slip in before the queue.
      const next = queue.shift()
      if (next) next()
      else active -= 1
    }
  }
  return Object.assign(enter, {
    /** How many wait just now. */
    waiting: () => queue.length,
  })
}
