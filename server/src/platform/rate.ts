/**
 * Counts how often each caller came in the present window, in this process alone: for what costs
 * little and gives nothing away, where a write to the database would cost more than the answer. What
 * can be guessed at is counted in the database (attempts.ts).
 */
export function createRate({
  most,
  windowMilliseconds,
}: {
  most: number
  windowMilliseconds: number
}) {
  let window = 0
  let counts = new Map<string, number>()
  return {
    /** Counts one; false when there were too many. */
    allows(caller: string, now: Date): boolean {
      const present = Math.floor(now.getTime() / windowMilliseconds)
      if (present !== window) {
        window = present
        counts = new Map()
      }
      const count = (counts.get(caller) ?? 0) + 1
      // Past this many callers the oldest are forgotten: memory is dearer than their count.
      if (counts.size >= 100_000) for (const [oldest] of counts) if (counts.delete(oldest)) break
      counts.set(caller, count)
      return count <= most
    },
  }
}
