import { generateKeyPairSync, type KeyObject, sign, webcrypto } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  checkProof,
  proofBody,
  proofText,
  readBase64,
  signedText,
  writeBase64,
} from '@xueshi/contract/certificates/proof'

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spkiOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
const { privateKey, publicKey } = pair()
const keys = [{ id: '3f9a', spki: spkiOf(publicKey) }]
const { subtle } = webcrypto

const facts = {
  number: 'GDJX-2026-4401-00012345-K',
  nameMasked: '欧阳*·𬱖*',
  numberTail: '123X',
  totalTenths: 966,
  issuedOn: '2026-11-03',
}
const code = 'q7Jm2vXk9RtB4wLzN8hPcA'

function prove(by = privateKey, keyId = '3f9a', of = code): string {
  const body = proofBody(facts)
  const text = Buffer.from(signedText(of, keyId, body))
  return proofText(keyId, body, sign('sha256', text, { key: by, dsaEncoding: 'ieee-p1363' }))
}
const check = (proof: string, of = code) => checkProof(subtle, keys, { code: of, proof })

describe('a proof', () => {
  test('says what was signed, rare characters too', async () => {
    expect(await check(prove())).toEqual(facts)
  })

  test('fits into a QR code that a phone reads from paper', () => {
    expect(`https://www.example.gov.cn/verify/${code}#${prove()}`.length).toBeLessThan(290)
  })

  test('with any character changed, left out or doubled says nothing', async () => {
    const proof = prove()
    for (let at = 0; at < proof.length; at += 1) {
      const [before, here, after] = [proof.slice(0, at), proof[at], proof.slice(at + 1)]
      for (const other of [
        here === 'A' ? 'B' : 'A',
        here === '0' ? '1' : '0',
        '',
        `${here}${here}`,
      ])
        expect([at, other, await check(`${before}${other}${after}`)]).toEqual([at, other, null])
    }
  })

  test('of another certificate, by another key, or by a key of that name says nothing', async () => {
    expect(await check(prove(), 'Z7Jm2vXk9RtB4wLzN8hPcA')).toBeNull()
    expect(await check(prove(pair().privateKey))).toBeNull()
    expect(await check(prove(privateKey, '0000'))).toBeNull()
  })

  test('that is none says nothing', async () => {
    for (const text of [
      '',
      '1',
      '1...',
      '2.3f9a.x.y',
      'é'.repeat(300),
      `1.3f9a.${'A'.repeat(9999)}.`,
    ])
      expect(await check(text)).toBeNull()
  })
})

test('base64 goes there and back, and is read in one way of writing alone', () => {
  for (let length = 0; length < 70; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256)
    expect(writeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    expect(readBase64(writeBase64(bytes))).toEqual(bytes)
  }
  for (const text of ['A', 'AB', 'AAB', 'AA==', 'A+', 'Aé', 'AA\n'])
    expect([text, readBase64(text)]).toEqual([text, text === 'AA' ? new Uint8Array(1) : null])
})
