import { describe, expect, it } from 'vitest'
import { Busy, createGate } from './gate.ts'

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
