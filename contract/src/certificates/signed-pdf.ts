import { isSignatureOf, oids, readSignedData, type Subtle } from './cms.ts'
import { NotDer, readOnly, readParts, sameBytes, tags, taker } from './der.ts'

/** A certificate that signs, or has signed, for this house, with those that came with it. */
export type TrustedSigner = {
  certificate: Uint8Array
  chain: readonly Uint8Array[]
  /** Made by the demo at its first start: it proves nothing about any office. */
  demo: boolean
}

/** What is found out about a file by looking at it alone. */
export type SignedPdf =
  | { result: 'unsigned' } // no PDF, or one without a signature
  | { result: 'foreign' } // signed, and whole, by somebody else
  | { result: 'altered' } // not as it was signed, or something was put after the signature
  | {
      result: 'genuine'
      /** Where the certificate is verified, as signed: address, code and compact proof. */
      location: string
      /** When the signer says that it signed. */
      signedAt: string | null
      demo: boolean
      /** When an authority of time saw the signature, and which (its certificate's SHA-256 in hex); null where none did. */
      stamp: { at: string; authority: string } | null
    }

/** Names the place of the signature in the file. */
const mark = '/ByteRange [0 '

/**
 * Looks at a PDF of ours: whether one of the trusted certificates signed every byte of it but the
 * signature itself, which is there in one way of writing alone. Asks nobody: works without a network.
 */
export async function checkSignedPdf<Key>(
  subtle: Subtle<Key>,
  pdf: Uint8Array,
  trusted: readonly TrustedSigner[],
): Promise<SignedPdf> {
  const places = placesOf(pdf, mark)
  if (placesOf(pdf, '%PDF-')[0] !== 0 || places.length === 0) return { result: 'unsigned' }
  const gap = places.length === 1 ? gapOf(pdf, places[0] ?? 0) : null
  if (!gap) return { result: 'altered' }
  try {
    const signed = readSignedData(signatureIn(pdf, gap))
    const digest = new Uint8Array(await subtle.digest('SHA-256', without(pdf, gap)))
    const signer = trusted.find((each) => isOf(signed.certificates, each))
    if (!signer) {
      const own = signed.certificates[0]?.whole ?? new Uint8Array()
      const isWhole = await isSignatureOf(subtle, signed, { certificate: own, digest })
      return { result: isWhole ? 'foreign' : 'altered' }
    }
    const isOurs =
      signed.inside.type === oids.data &&
      signed.inside.content === null &&
      signed.digest === 'SHA-256' &&
      (await isSignatureOf(subtle, signed, { certificate: signer.certificate, digest }))
    if (!isOurs) return { result: 'altered' }
    const token = signed.unsigned(oids.timeStampToken)
    // Whatever else is not signed was put there by somebody else.
    if (signed.looseParts !== (token ? 1 : 0)) return { result: 'altered' }
    const stamp = token ? await readStamp(subtle, token.whole, signed.signature) : null
    const { location, signedAt } = factsBefore(pdf, gap.start)
    return { result: 'genuine', location, signedAt, demo: signer.demo, stamp }
  } catch (error) {
    // Also what WebCrypto throws at keys and signatures that are none.
    if (error instanceof NotDer || error instanceof Error) return { result: 'altered' }
    throw error
  }
}

type Gap = { start: number; end: number }

/** The signature's place: it begins and ends with the angle brackets, and all around it is signed. */
function gapOf(pdf: Uint8Array, at: number): Gap | null {
  const numbers = /^\/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\s*\]/.exec(
    latin(pdf.subarray(at, at + 60)),
  )
  const [start = NaN, end = NaN, rest = NaN] = numbers?.slice(1).map(Number) ?? []
  const isWhole = start > at && end > start + 2 && end + rest === pdf.length
  return isWhole && pdf[start] === 0x3c && pdf[end - 1] === 0x3e ? { start, end } : null
}

/** The signature's bytes; nothing but noughts may follow them, and each byte is written in one way. */
function signatureIn(pdf: Uint8Array, { start, end }: Gap): Uint8Array {
  const hex = latin(pdf.subarray(start + 1, end - 1))
  if (hex.length % 2 !== 0 || !/^[0-9a-f]+$/.test(hex)) throw new NotDer()
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16)
  const padded = bytes.length
  const [head = 0, first = 0] = bytes
  if (head !== tags.sequence || first < 0x80) throw new NotDer()
  const count = first - 0x80
  const length = bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0)
  const whole = 2 + count + length
  if (whole > padded || bytes.subarray(whole).some((byte) => byte !== 0)) throw new NotDer()
  return bytes.subarray(0, whole)
}

function without(pdf: Uint8Array, { start, end }: Gap): Uint8Array<ArrayBuffer> {
  const signed = new Uint8Array(start + pdf.length - end)
  signed.set(pdf.subarray(0, start))
  signed.set(pdf.subarray(end), start)
  return signed
}

const isOf = (certificates: readonly { whole: Uint8Array }[], signer: TrustedSigner) => {
  const expected = [signer.certificate, ...signer.chain]
  return (
    certificates.length === expected.length &&
    expected.every((bytes, at) => sameBytes(bytes, certificates[at]?.whole ?? new Uint8Array()))
  )
}

/** What the signature says of itself, in the object that ends where the signature begins. */
function factsBefore(pdf: Uint8Array, end: number) {
  const text = latin(pdf.subarray(Math.max(0, end - 4096), end))
  const object = text.slice(text.lastIndexOf('/Type /Sig'))
  const location = /\/Location \(([^()\\]*)\)/.exec(object)?.[1] ?? ''
  const at = /\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)/.exec(object)
  const [, year, month, day, hour, minute, second] = at ?? []
  const signedAt = at ? `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z` : null
  return { location, signedAt }
}

/** A time stamp (RFC 3161) of this signature, signed by the certificate that it brings. Throws NotDer. */
export async function readStamp<Key>(
  subtle: Subtle<Key>,
  token: Uint8Array,
  stamped: Uint8Array,
): Promise<{ at: string; authority: string; nonce: Uint8Array | null }> {
  const signed = readSignedData(token)
  const { type, content } = signed.inside
  if (type !== oids.timeStampInfo || !content) throw new NotDer()
  const digest = new Uint8Array(await subtle.digest(signed.digest, new Uint8Array(content)))
  for (const { whole: certificate } of signed.certificates) {
    if (!(await isSignatureOf(subtle, signed, { certificate, digest }))) continue
    const { imprint, at, nonce } = readStampInfo(content)
    const seen = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(stamped)))
    if (!sameBytes(imprint, seen)) throw new NotDer()
    const hash = new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(certificate)))
    return { at, authority: hexOf(hash), nonce }
  }
  throw new NotDer()
}

function readStampInfo(content: Uint8Array) {
  const info = taker(readParts(readOnly(content, tags.sequence)))
  info.take(tags.integer)
  info.take(tags.oid)
  const [algorithm, imprint] = readParts(info.take(tags.sequence))
  info.take(tags.integer)
  const time = latin(info.take(tags.time).content)
  info.takeIf(tags.sequence)
  info.takeIf(0x01)
  const nonce = info.takeIf(tags.integer)?.content ?? null
  const written = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3})\d*)?Z$/.exec(time)
  if (!algorithm || imprint?.tag !== tags.octets || !written) throw new NotDer()
  const [, year, month, day, hour, minute, second, thousandths = '0'] = written
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.${thousandths.padEnd(3, '0')}Z`
  return { imprint: imprint.content, at, nonce }
}

/** Every place of a text of plain letters in the bytes. */
function placesOf(bytes: Uint8Array, text: string): number[] {
  const letters = [...text].map((letter) => letter.charCodeAt(0))
  const [first = 0] = letters
  const places: number[] = []
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (letters.every((letter, offset) => bytes[at + offset] === letter)) places.push(at)
  return places
}

function latin(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Bytes in hex, in small letters. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
