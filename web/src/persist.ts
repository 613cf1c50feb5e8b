import { CallError } from './call-error.ts'

const pausesSeconds = [0.6, 1.5, 4]

const wait = (seconds: number) => new Promise<void>((resume) => setTimeout(resume, seconds * 1000))

/** True where nobody knows whether the server acted. */
export function isSilence(error: unknown): boolean {
  return error instanceof CallError && error.code === 'NO_ANSWER'
}

/** True where the server did nothing because it has too much to do: a moment later it may. */
export function isBusy(error: unknown): boolean {
  return error instanceof CallError && error.code === 'BUSY'
}

/**
 * Tries again, up to three times, where the outcome is unknown, a twin of the request is still at
 * work, or the server was too busy to begin. The attempt must be safe to repeat: natural, or under one Idempotency-Key.
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  pause: (seconds: number) => Promise<void> = wait,
): Promise<T> {
  for (const seconds of pausesSeconds) {
    try {
      return await attempt()
    } catch (error) {
      const twin = error instanceof CallError && error.code === 'IN_PROGRESS'
      if (!twin && !isSilence(error) && !isBusy(error)) throw error
      await pause(seconds)
    }
  }
  return attempt()
}
