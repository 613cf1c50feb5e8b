import { parseOptions } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { Busy, burn, createGate, hashPassword, verifyPassword } from './passwords.ts'

describe('passwords', () => {
  it('are verified by their hash alone', async () => {
    const hashed = await hashPassword('Correct-horse1')
    expect(await verifyPassword(hashed, 'Correct-horse1')).toBe(true)
    expect(await verifyPassword(hashed, 'correct-horse1')).toBe(false)
    expect(await hashPassword('Correct-horse1')).not.toBe(hashed)
  })

  it('cost 19 MiB and two passes of Argon2id', async () => {
    const hashed = await hashPassword('Correct-horse1')
    expect(hashed.startsWith('$argon2id$v=19$')).toBe(true)
    expect(parseOptions(hashed)).toMatchObject({
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
      outputLen: 32,
      saltLen: 16,
    })
  })

  it('of absent accounts are refused after the same work', async () => {
    expect(await burn('Correct-horse1')).toBe(false)
  })
})

describe('createGate', () => {
  const held = () => {
    let release = () => {}
    const done = new Promise<void>((resolve) => {
      release = resolve
    })
    return { done, release }
  }

  it('runs so many at once, lets so many wait, and turns the next away', async () => {
    const gate = createGate(2, 3)
    const { done, release } = held()
    let now = 0
    let most = 0
    const order: number[] = []
    const task = (name: number) => async () => {
      now += 1
      most = Math.max(most, now)
      await done
      order.push(name)
      now -= 1
    }
    const taken = [1, 2, 3, 4, 5].map((name) => gate(task(name)))
    await expect(gate(task(6))).rejects.toBeInstanceOf(Busy)
    release()
    await Promise.all(taken)
    expect(most).toBe(2)
    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  it('gives the place back after a failure', async () => {
    const gate = createGate(1, 0)
    await expect(gate(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await gate(() => Promise.resolve('well'))).toBe('well')
  })
})
