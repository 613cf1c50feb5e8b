import { describe, expect, it } from 'vitest'
import { firstWord, solveWork } from './captcha-work.ts'

async function digest(text: string): Promise<DataView> {
  return new DataView(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

describe('firstWord', () => {
  it('agrees with the platform for every length of one block', async () => {
    const room = new Int32Array(64)
    for (let length = 0; length <= 55; length += 1) {
      const text = Array.from({ length }, (_, at) => String.fromCharCode(33 + ((at * 7) % 90)))
      const joined = text.join('')
      expect(firstWord(joined, room)).toBe((await digest(joined)).getUint32(0))
    }
  })

  it('refuses what does not fit one block', () => {
    expect(() => firstWord('x'.repeat(56), new Int32Array(64))).toThrow(RangeError)
  })
})

describe('solveWork', () => {
  it('finds a nonce that the server will accept', async () => {
    const salt = 'wq0mN3kVt4yD7xK2s9LhZA'
    const nonce = await solveWork({ salt, difficultyBits: 12 })
    expect(nonce.length).toBeLessThanOrEqual(32)
    const hash = await digest(`${salt}:${nonce}`)
    expect(Math.clz32(hash.getUint32(0))).toBeGreaterThanOrEqual(12)
  })

  it('tells a share that grows and stays below one', async () => {
    const shares: number[] = []
    await solveWork(
      { salt: 'share', difficultyBits: 18 },
      { progress: (share) => shares.push(share) },
    )
    expect(shares).toEqual([...shares].sort((one, other) => one - other))
    for (const share of shares) expect(share).toBeLessThan(1)
  })

  it('stops when it is told to', async () => {
    const abort = new AbortController()
    const solving = solveWork(
      { salt: 'stop', difficultyBits: 32 },
      { signal: abort.signal, progress: () => abort.abort(new Error('enough')) },
    )
    await expect(solving).rejects.toThrow('enough')
  })
})
