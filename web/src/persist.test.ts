import { expect, test } from 'vitest'
import { CallError } from './call-error.ts'
import { persist } from './persist.ts'

const silence = () => new CallError('NO_ANSWER', 0)

/** Throws the given errors in turn, then answers; keeps the pauses that were asked for. */
function trial(...errors: Error[]) {
  const pauses: number[] = []
  let attempts = 0
  const attempt = async () => {
    attempts += 1
    const error = errors.shift()
    if (error) throw error
    return 'done'
  }
  const pause = async (seconds: number) => void pauses.push(seconds)
  return { run: () => persist(attempt, pause), attempts: () => attempts, pauses }
}

test('silence is tried again, with a longer pause each time', async () => {
  const { run, attempts, pauses } = trial(silence(), silence(), silence())
  expect(await run()).toBe('done')
  expect(attempts()).toBe(4)
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other))
})

test('after three more attempts the silence is told', async () => {
  const { run, attempts } = trial(silence(), silence(), silence(), silence(), silence())
  await expect(run()).rejects.toMatchObject({ code: 'NO_ANSWER' })
  expect(attempts()).toBe(4)
})

test('a twin still at work is waited for', async () => {
  const { run } = trial(silence(), new CallError('IN_PROGRESS', 409))
  expect(await run()).toBe('done')
})

test('a busy server has done nothing and is asked again', async () => {
  const { run } = trial(new CallError('BUSY', 503))
  expect(await run()).toBe('done')
})

test('a refusal is told at once: it would be refused again', async () => {
  const { run, attempts } = trial(new CallError('STALE', 409))
  await expect(run()).rejects.toMatchObject({ code: 'STALE' })
  expect(attempts()).toBe(1)
})
