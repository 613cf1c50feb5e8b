import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  birthDateOf,
  checkDocumentNumber,
  documentTypeLabel,
  documentTypesFor,
  lengthenResidentNumber,
  maskDocumentNumber,
  normaliseDocumentNumber,
  sexOf,
} from './document-number.ts'

const today = '2026-11-23'
const seed = { seed: 20261123, numRuns: 10_000 }

/** ISO 7064 MOD 11-2 by its recursion instead of weights: the whole number must come to 1. */
function pureSystem(number: string): number {
  let product = 0
  for (const character of number) {
    const value = character === 'X' ? 10 : Number(character)
    product = (product * 2 + value) % 11
  }
  return product
}

/** A number of the scheme from a prefix, days since 1900 and a sequence; its check found by trying all. */
function citizenNumber(prefix: string, days: number, sequence: number): string {
  const date = new Date(Date.UTC(1900, 0, 1 + days)).toISOString().slice(0, 10).replaceAll('-', '')
  const body = prefix + date + String(sequence).padStart(3, '0')
  const check = [...'0123456789X'].find((character) => pureSystem(body + character) === 1)
  if (check === undefined) throw new Error('no check character')
  return body + check
}

// 46,347 days after 1900-01-01 is 2026-11-23.
const days = fc.nat(46_347)
const region = fc.integer({ min: 110_000, max: 659_999 }).map(String)

describe('resident ID (GB 11643)', () => {
  it.each([
    '11010519491231002X',
    '440104198001010016',
    '11010519491231002x',
    ' 440104 19800101 0016 ',
  ])('accepts %s', (number) => expect(checkDocumentNumber('residentId', number, today)).toBe('ok'))

  it.each([
    ['', 'DOCUMENT_REQUIRED'],
    ['44010419800101001', 'DOCUMENT_FORMAT'],
    ['4401041980010100X6', 'DOCUMENT_FORMAT'],
    ['040104198001010016', 'DOCUMENT_FORMAT'],
    ['940104198001010016', 'DOCUMENT_FORMAT'],
    ['440104800101001', 'DOCUMENT_FIFTEEN_DIGITS'],
    ['810000199001010019', 'DOCUMENT_IS_PERMIT'],
    ['440104198002300016', 'DOCUMENT_BIRTH_DATE'],
    ['440104198013010016', 'DOCUMENT_BIRTH_DATE'],
    ['440104190002290016', 'DOCUMENT_BIRTH_DATE'],
    ['440104189912310016', 'DOCUMENT_BIRTH_DATE'],
    ['440104202611240016', 'DOCUMENT_BIRTH_IN_FUTURE'],
    ['440104198001010017', 'DOCUMENT_CHECK_DIGIT'],
    ['110105194912310020', 'DOCUMENT_CHECK_DIGIT'],
  ])('refuses %s as %s', (number, code) =>
    expect(checkDocumentNumber('residentId', number, today)).toBe(code),
  )

  it('takes the day itself as born, the next as future', () => {
    const born = citizenNumber('440104', 46_347, 1)
    expect(checkDocumentNumber('residentId', born, '2026-11-23')).toBe('ok')
    expect(checkDocumentNumber('residentId', born, '2026-11-22')).toBe('DOCUMENT_BIRTH_IN_FUTURE')
  })

  it('agrees with the recursive form of MOD 11-2 on numbers of every kind', () => {
    fc.assert(
      fc.property(region, days, fc.nat(999), (prefix, day, sequence) => {
        const number = citizenNumber(prefix, day, sequence)
        expect(checkDocumentNumber('residentId', number, today)).toBe('ok')
        const birth = new Date(Date.UTC(1900, 0, 1 + day)).toISOString().slice(0, 10)
        expect(birthDateOf('residentId', number)).toBe(birth)
        expect(sexOf('residentId', number)).toBe(sequence % 2 === 1 ? 'male' : 'female')
      }),
      seed,
    )
  })

  it('accepts exactly one of the eleven check characters', () => {
    fc.assert(
      fc.property(
        region,
        days,
        fc.nat(999),
        fc.constantFrom(...'0123456789X'),
        (prefix, day, sequence, check) => {
          const number = citizenNumber(prefix, day, sequence).slice(0, 17) + check
          expect(checkDocumentNumber('residentId', number, today)).toBe(
            pureSystem(number) === 1 ? 'ok' : 'DOCUMENT_CHECK_DIGIT',
          )
        },
      ),
      seed,
    )
  })

  it('never takes a number with one wrong digit or two neighbours swapped', () => {
    fc.assert(
      fc.property(
        region,
        days,
        fc.nat(999),
        fc.nat(16),
        fc.integer({ min: 1, max: 9 }),
        (prefix, day, sequence, at, shift) => {
          const number = citizenNumber(prefix, day, sequence)
          const digit = String((Number(number.charAt(at)) + shift) % 10)
          const wrong = number.slice(0, at) + digit + number.slice(at + 1)
          expect(checkDocumentNumber('residentId', wrong, today)).not.toBe('ok')
          const [left, right] = [number.charAt(at), number.charAt(at + 1)]
          const swapped = number.slice(0, at) + right + left + number.slice(at + 2)
          if (left !== right)
            expect(checkDocumentNumber('residentId', swapped, today)).not.toBe('ok')
        },
      ),
      seed,
    )
  })

  it('says of any text at all either ok or a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(checkDocumentNumber('residentId', raw, today)).toMatch(/^(?:ok|DOCUMENT_[A-Z_]+)$/)
      }),
      { seed: seed.seed, numRuns: 1_000 },
    )
  })
})

describe('residence permit', () => {
  it.each(['810000199001010019', '820000199001010029', '830000199001010039'])(
    'accepts %s',
    (number) => {
      expect(checkDocumentNumber('residencePermit', number, today)).toBe('ok')
      expect(birthDateOf('residencePermit', number)).toBe('1990-01-01')
    },
  )

  it.each([
    ['440104198001010016', 'DOCUMENT_PERMIT_PREFIX'],
    ['810000199001010010', 'DOCUMENT_CHECK_DIGIT'],
    ['810000199002310019', 'DOCUMENT_BIRTH_DATE'],
    ['H12345678', 'DOCUMENT_FORMAT'],
  ])('refuses %s as %s', (number, code) =>
    expect(checkDocumentNumber('residencePermit', number, today)).toBe(code),
  )
})

describe('Hong Kong ID', () => {
  it.each(['A123456(3)', 'AB987654(3)', 'E364912(5)', 'a123456（3）', 'A1234563', 'A123456/3'])(
    'accepts %s',
    (number) => expect(checkDocumentNumber('hongKongId', number, today)).toBe('ok'),
  )

  it.each([
    ['A123456(4)', 'DOCUMENT_CHECK_DIGIT'],
    ['A12345(3)', 'DOCUMENT_FORMAT'],
    ['ABC123456(3)', 'DOCUMENT_FORMAT'],
    ['A123456(B)', 'DOCUMENT_FORMAT'],
  ])('refuses %s as %s', (number, code) =>
    expect(checkDocumentNumber('hongKongId', number, today)).toBe(code),
  )

  it('agrees with the sum over the whole number, check character included, being a multiple of 11', () => {
    // The padding space comes after Z, so that its place is its value, 36.
    const places = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ '
    const letter = fc.constantFrom(...places.slice(10, 36))
    fc.assert(
      fc.property(
        fc.oneof(
          letter,
          fc.tuple(letter, letter).map((pair) => pair.join('')),
        ),
        fc.nat(999_999),
        fc.constantFrom(...'0123456789A'),
        (prefix, digits, check) => {
          const number = prefix + String(digits).padStart(6, '0') + check
          let total = 0
          let weight = 1
          for (const character of [...number.padStart(9, ' ')].toReversed()) {
            total += places.indexOf(character) * weight
            weight += 1
          }
          expect(checkDocumentNumber('hongKongId', number, today)).toBe(
            total % 11 === 0 ? 'ok' : 'DOCUMENT_CHECK_DIGIT',
          )
        },
      ),
      seed,
    )
  })

  it('carries neither birth date nor sex', () => {
    expect(birthDateOf('hongKongId', 'A123456(3)')).toBeNull()
    expect(sexOf('hongKongId', 'A123456(3)')).toBeNull()
  })
})

describe('the other documents', () => {
  it.each(['1234567(8)', '51234567', '7123456（1）'])('accepts the Macao ID %s', (number) =>
    expect(checkDocumentNumber('macaoId', number, today)).toBe('ok'),
  )

  it.each(['2234567(8)', '1234567', '123456789'])('refuses the Macao ID %s', (number) =>
    expect(checkDocumentNumber('macaoId', number, today)).toBe('DOCUMENT_FORMAT'),
  )

  it('accepts passports and refuses what no passport has', () => {
    expect(checkDocumentNumber('passport', 'e12345678', today)).toBe('ok')
    expect(checkDocumentNumber('passport', 'E1', today)).toBe('DOCUMENT_FORMAT')
    expect(checkDocumentNumber('passport', 'E1234_5678', today)).toBe('DOCUMENT_FORMAT')
  })

  it('accepts both editions of the permanent residence ID', () => {
    const number = citizenNumber('911840', 30_000, 12)
    expect(checkDocumentNumber('foreignerPermanentId', number, today)).toBe('ok')
    expect(sexOf('foreignerPermanentId', number)).toBe('female')
    expect(checkDocumentNumber('foreignerPermanentId', 'USA110081010101', today)).toBe('ok')
    expect(birthDateOf('foreignerPermanentId', 'USA110081010101')).toBeNull()
    expect(checkDocumentNumber('foreignerPermanentId', '440104198001010016', today)).toBe(
      'DOCUMENT_FORMAT',
    )
  })
})

describe('normal form, mask and offer', () => {
  it('makes every spelling of a number the same', () => {
    for (const raw of ['A123456(3)', 'a123456（3）', ' A 123456 [3]', 'Ａ１２３４５６(３)'])
      expect(normaliseDocumentNumber('hongKongId', raw)).toBe('A1234563')
  })

  it('is the same when applied twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const once = normaliseDocumentNumber('passport', raw)
        expect(normaliseDocumentNumber('passport', once)).toBe(once)
      }),
      { seed: seed.seed, numRuns: 1_000 },
    )
  })

  it.each([
    ['440104198001011234', '440***********1234'],
    ['A1234563', 'A*****63'],
    ['AB9876543', 'A******43'],
    ['E12345678', 'E******78'],
    ['USA110081010101', 'USA********0101'],
    ['E123', '***3'],
    ['7', '7'],
    ['', ''],
  ])('masks %s as %s', (number, masked) => expect(maskDocumentNumber(number)).toBe(masked))

  it('offers four documents to people of China and two to others', () => {
    expect(documentTypesFor('CHN').map(documentTypeLabel)).toEqual([
      '居民身份证(户口簿)',
      '香港居民身份证',
      '澳门居民身份证',
      '港澳台居民居住证',
    ])
    expect(documentTypesFor('USA').map(documentTypeLabel)).toEqual(['护照', '外国人永久居留身份证'])
  })
})

describe('lengthenResidentNumber', () => {
  it('gives a number of fifteen digits its century and its check character', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 36_000 }),
        fc.integer({ min: 0, max: 995 }),
        (days, sequence) => {
          const born = new Date(Date.UTC(1900, 0, 1 + days)).toISOString().slice(2, 10)
          const short = `440106${born.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
          const number = lengthenResidentNumber(short)
          expect(number).toHaveLength(18)
          expect(pureSystem(number)).toBe(1)
          expect([number.slice(0, 6) + number.slice(8, 17), number.slice(6, 8)]).toEqual([
            short,
            '19',
          ])
        },
      ),
      seed,
    )
  })

  it('knows a number of before and one of whoever was born before 1900', () => {
    // GB 11643-1999, appendix: 110105491231002.
    expect(lengthenResidentNumber('110105491231002')).toBe('11010519491231002X')
    expect(lengthenResidentNumber('440106990101996').slice(6, 10)).toBe('1899')
  })
})
