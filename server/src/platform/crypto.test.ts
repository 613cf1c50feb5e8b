import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SealingAlgorithm } from './crypto.ts'
import {
  aes256Gcm,
  createBlindIndexes,
  createCipher,
  hashToken,
  makeSubjectKey,
  randomToken,
  sameSecret,
  subjectCipher,
} from './crypto.ts'

const place = { table: 'people', column: 'document_number', id: '0199' }
const first = { id: '2025', key: randomBytes(32) }
const second = { id: '2026', key: randomBytes(32) }

describe('createCipher', () => {
  const cipher = createCipher({ dataKeys: [first] })

  it('opens what it sealed, rare characters and nothing included', () => {
    for (const plain of ['', '440106199001011234', '欧阳䶮·𬱖']) {
      expect(cipher.open(cipher.seal(plain, place), place)).toBe(plain)
    }
  })

  it('seals one value differently each time and shows nothing of it', () => {
    const one = cipher.seal('440106199001011234', place)
    expect(one.equals(cipher.seal('440106199001011234', place))).toBe(false)
    expect(one.includes('440106')).toBe(false)
    expect(one[0]).toBe(1)
    expect(one.toString('utf8', 2, 6)).toBe('2025')
  })

  it('does not open in another table, column or row', () => {
    const sealed = cipher.seal('secret', place)
    expect(() => cipher.open(sealed, { ...place, table: 'units' })).toThrow()
    expect(() => cipher.open(sealed, { ...place, column: 'phone' })).toThrow()
    expect(() => cipher.open(sealed, { ...place, id: '0198' })).toThrow()
  })

  it('does not open when any single byte was changed or the end cut off', () => {
    const sealed = cipher.seal('secret', place)
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(() => cipher.open(changed, place), `byte ${at}`).toThrow()
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => cipher.open(sealed.subarray(0, length), place)).toThrow()
    }
  })

  it('seals with the newest key after a rotation and opens the old', () => {
    const rotated = createCipher({ dataKeys: [first, second] })
    const old = cipher.seal('secret', place)
    const fresh = rotated.seal('secret', place)
    expect(rotated.open(old, place)).toBe('secret')
    expect(fresh.toString('utf8', 2, 6)).toBe('2026')
    expect(() => cipher.open(fresh, place)).toThrow('unknown')
  })

  it('takes another algorithm under its own version', () => {
    const another: SealingAlgorithm = { ...aes256Gcm, version: 2 }
    const both = createCipher({ dataKeys: [first] }, [another, aes256Gcm])
    expect(both.seal('secret', place)[0]).toBe(2)
    expect(both.open(cipher.seal('secret', place), place)).toBe('secret')
  })

  it('refuses unusable keys', () => {
    expect(() => createCipher({ dataKeys: [] })).toThrow()
    expect(() => createCipher({ dataKeys: [{ id: 'a', key: randomBytes(16) }] })).toThrow()
    expect(() => createCipher({ dataKeys: [first, first] })).toThrow()
  })
})

describe('createBlindIndexes', () => {
  const indexKey = randomBytes(32)
  const { blindIndex, numberTail, phoneTail } = createBlindIndexes({ indexKey })

  it('is the HMAC under the key derived for the kind', () => {
    const key = Buffer.from(hkdfSync('sha256', indexKey, '', 'blind index of phone', 32))
    const expected = createHmac('sha256', key).update('13800000000').digest()
    expect(blindIndex('phone', '13800000000').equals(expected)).toBe(true)
  })

  it('differs between values, kinds and installations', () => {
    const one = blindIndex('phone', '13800000000')
    expect(one.equals(blindIndex('phone', '13800000001'))).toBe(false)
    expect(one.equals(blindIndex('account', '13800000000'))).toBe(false)
    const elsewhere = createBlindIndexes({ indexKey: randomBytes(32) })
    expect(one.equals(elsewhere.blindIndex('phone', '13800000000'))).toBe(false)
  })

  it('finds by tail', () => {
    expect(numberTail('44010619900101123x').equals(numberTail('123X'))).toBe(true)
    expect(numberTail('440106199001011234').equals(numberTail('1235'))).toBe(false)
    expect(phoneTail('+86 138 0000 5678').equals(phoneTail('5678'))).toBe(true)
    expect(phoneTail('5678').equals(numberTail('5678'))).toBe(false)
  })
})

describe('subjectCipher', () => {
  const cipher = createCipher({ dataKeys: [first] })
  const detail = { table: 'audit', column: 'detail', id: '7' }

  it('opens for its person with its wrapped key alone', () => {
    const wrapped = makeSubjectKey(cipher, 'person-1')
    const sealed = subjectCipher(cipher, 'person-1', wrapped).seal('欧阳䶮', detail)
    expect(subjectCipher(cipher, 'person-1', wrapped).open(sealed, detail)).toBe('欧阳䶮')
    expect(() => subjectCipher(cipher, 'person-2', wrapped)).toThrow()
    const another = subjectCipher(cipher, 'person-1', makeSubjectKey(cipher, 'person-1'))
    expect(() => another.open(sealed, detail)).toThrow()
    expect(() => cipher.open(sealed, detail)).toThrow()
  })

  it('outlives a rotation of the data keys', () => {
    const wrapped = makeSubjectKey(cipher, 'person-1')
    const sealed = subjectCipher(cipher, 'person-1', wrapped).seal('欧阳䶮', detail)
    const rotated = createCipher({ dataKeys: [first, second] })
    expect(subjectCipher(rotated, 'person-1', wrapped).open(sealed, detail)).toBe('欧阳䶮')
  })
})

describe('tokens', () => {
  it('are 256 random bits, kept as their hash', () => {
    const token = randomToken()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(token).not.toBe(randomToken())
    // FIPS 180-2, appendix B.1
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('compare by value whatever their length', () => {
    expect(sameSecret('abc', Buffer.from('abc'))).toBe(true)
    expect(sameSecret('abc', 'abd')).toBe(false)
    expect(sameSecret('abc', 'abcd')).toBe(false)
  })
})
