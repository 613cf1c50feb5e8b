import type { Subtle } from './cms.ts'

/** What a QR code says of its certificate without a network, of the person masked. */
export type ProofFacts = {
  number: string
  nameMasked: string
  /** The last four characters of the document number. */
  numberTail: string
  totalTenths: number
  /** `yyyy-mm-dd`. */
  issuedOn: string
}

/** A public key that proofs are checked with, by its short name. */
export type ProofKey = { id: string; spki: Uint8Array }

/** What is signed: nobody can pass off the signature as one of anything else, or of another certificate. */
export const signedText = (code: string, keyId: string, body: string): string =>
  `xueshi-proof:${code}.${keyId}.${body}`

/** The facts as they stand in the QR code. */
export const proofBody = (facts: ProofFacts): string =>
  writeBase64(
    utf8(
      JSON.stringify([
        facts.number,
        facts.nameMasked,
        facts.numberTail,
        facts.totalTenths,
        facts.issuedOn,
      ]),
    ),
  )

/** The proof that follows the `#` of a QR code's address: version, key, facts and signature. */
export const proofText = (keyId: string, body: string, signature: Uint8Array): string =>
  `1.${keyId}.${body}.${writeBase64(signature)}`

const how = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }

/**
 * What the proof says of the certificate of this code, or null when it was not signed with one of
 * the keys, or not for this code. That it still holds only the server knows.
 */
export async function checkProof<Key>(
  subtle: Subtle<Key>,
  keys: readonly ProofKey[],
  { code, proof }: { code: string; proof: string },
): Promise<ProofFacts | null> {
  const [version, keyId = '', body = '', signature = '', ...rest] = proof.split('.')
  const key = keys.find(({ id }) => id === keyId)
  const bytes = readBase64(signature)
  if (version !== '1' || rest.length > 0 || !key || bytes?.length !== 64) return null
  const imported = await subtle.importKey('spki', new Uint8Array(key.spki), how, false, ['verify'])
  const text = utf8(signedText(code, keyId, body))
  return (await subtle.verify(how, imported, bytes, text)) ? readFacts(body) : null
}

function readFacts(body: string): ProofFacts | null {
  const bytes = readBase64(body)
  if (!bytes) return null
  const [number, nameMasked, numberTail, totalTenths, issuedOn] = JSON.parse(
    fromUtf8(bytes),
  ) as unknown[] // signed by us, and written by proofBody
  return {
    number: String(number),
    nameMasked: String(nameMasked),
    numberTail: String(numberTail),
    totalTenths: Number(totalTenths),
    issuedOn: String(issuedOn),
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base64 for URLs (RFC 4648 §5), without padding. */
export function writeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two, three] = bytes.subarray(at, at + 3)
    const group = (one << 16) | ((two ?? 0) << 8) | (three ?? 0)
    const written = [18, 12, 6, 0].map((shift) => letters.charAt((group >> shift) & 63)).join('')
    text += written.slice(0, two === undefined ? 2 : three === undefined ? 3 : 4)
  }
  return text
}

/** The bytes again; null when they are not written in the one way in which `writeBase64` does. */
export function readBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  for (let at = 0; at < text.length; at += 4) {
    const group = [0, 1, 2, 3].reduce(
      (sum, offset) => (sum << 6) | Math.max(0, letters.indexOf(text.charAt(at + offset) || 'A')),
      0,
    )
    for (const [offset, shift] of [16, 8, 0].entries())
      if ((at * 3) / 4 + offset < bytes.length)
        bytes[(at * 3) / 4 + offset] = (group >> shift) & 255
  }
  return writeBase64(bytes) === text ? bytes : null
}

/** A text in UTF-8. The contract knows no browser and no Node, and so no encoder. */
function utf8(text: string): Uint8Array<ArrayBuffer> {
  const written = encodeURIComponent(text)
  const bytes: number[] = []
  for (let at = 0; at < written.length; at += 1) {
    const isEscaped = written[at] === '%'
    bytes.push(
      isEscaped ? Number.parseInt(written.slice(at + 1, at + 3), 16) : written.charCodeAt(at),
    )
    if (isEscaped) at += 2
  }
  return new Uint8Array(bytes)
}

const fromUtf8 = (bytes: Uint8Array): string =>
  decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
