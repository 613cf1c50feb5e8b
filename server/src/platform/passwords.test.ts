import { parseOptions } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { burn, hashPassword, verifyPassword } from './passwords.ts'

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
