import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import {
  checkCreditCode,
  creditCode,
  creditCodeWarning,
  normaliseCreditCode,
} from './credit-code.ts'

const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const seed = { seed: 32100, numRuns: 10_000 }

/** MOD 31 by Horner from the right over all 18 characters: a code stands when Σ value × 3^i is a multiple of 31. */
function stands(code: string): boolean {
  let sum = 0n
  for (const character of code.slice(0, 17).split('').toReversed())
    sum = sum * 3n + BigInt(letters.indexOf(character))
  return (sum + BigInt(letters.indexOf(code.charAt(17)))) % 31n === 0n
}

const head = fc.tuple(
  fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 2 }),
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...letters), minLength: 9, maxLength: 9 }),
)

describe('unified social credit code (GB 32100)', () => {
  it.each(['91350100M000100Y43', '91440300708461136T', '914403001922038216', '91110000600037341L'])(
    'accepts %s without a warning',
    (code) => {
      expect(checkCreditCode(code)).toBe('ok')
      expect(creditCodeWarning(code)).toBeNull()
    },
  )

  it.each([
    ['', 'CREDIT_CODE_REQUIRED'],
    ['91350100M000100Y4Z', 'CREDIT_CODE_FORMAT'],
    ['91350100M000100Z43', 'CREDIT_CODE_FORMAT'],
    ['91350100I000100Y43', 'CREDIT_CODE_FORMAT'],
    ['9135O100M000100Y43', 'CREDIT_CODE_FORMAT'],
    ['91350100M000100Y4', 'CREDIT_CODE_FORMAT'],
    ['91350100M000100Y433', 'CREDIT_CODE_FORMAT'],
    ['91350100M000100Y44', 'CREDIT_CODE_CHECK_DIGIT'],
    ['91440300708461136W', 'CREDIT_CODE_CHECK_DIGIT'],
  ])('refuses %s as %s', (code, fault) => expect(checkCreditCode(code)).toBe(fault))

  it('gives 0 where the sum is a multiple of 31', () => {
    // All weights meet zeros but the first: 0 × 1 = 0, so the check character is 0 and not place 31.
    expect(checkCreditCode('000000000000000000')).toBe('ok')
  })

  it('agrees with Horner in big integers', () => {
    let right = 0
    fc.assert(
      fc.property(head, fc.constantFrom(...letters), (parts, check) => {
        const code = parts.join('') + check
        if (stands(code)) right += 1
        expect(checkCreditCode(code)).toBe(stands(code) ? 'ok' : 'CREDIT_CODE_CHECK_DIGIT')
      }),
      seed,
    )
    // One character in 31 is right: both answers were really met.
    expect(right).toBeGreaterThan(200)
  })

  it('has exactly one check character for every body', () => {
    fc.assert(
      fc.property(head, (parts) => {
        const right = [...letters].filter(
          (check) => checkCreditCode(parts.join('') + check) === 'ok',
        )
        expect(right).toHaveLength(1)
      }),
      { seed: seed.seed, numRuns: 1_000 },
    )
  })

  it('warns where the organisation code inside has a wrong check character', () => {
    expect(creditCodeWarning('91350100M000100X43')).toBe('CREDIT_CODE_INNER_CHECK')
    expect(creditCodeWarning('not a code')).toBeNull()
  })

  it('reads lower case, full width and spaces as one spelling, also in the shape', () => {
    expect(normaliseCreditCode(' ９１３５０１００ m000100y-43 ')).toBe('91350100M000100Y43')
    expect(z.parse(creditCode, '91350100m000100y43 ')).toBe('91350100M000100Y43')
    expect(z.safeParse(creditCode, 'x').error?.issues[0]?.message).toBe('CREDIT_CODE_FORMAT')
  })
})
