import { randomBytes, webcrypto } from 'node:crypto'
import { oids } from '@xueshi/contract/certificates/cms'
import {
  part,
  readDer,
  readOnly,
  readParts,
  sameBytes,
  tags,
  taker,
  writeDer,
  writeOid,
} from '@xueshi/contract/certificates/der'
import { readStamp } from '@xueshi/contract/certificates/signed-pdf'
import type { Logger } from 'pino'
import type { Stamper } from './pdf-signature.ts'
import { hash } from './signer.ts'

const waitMilliseconds = 5_000
const sequence = (...parts: Uint8Array[]) => writeDer(tags.sequence, ...parts)
const nothing = writeDer(tags.nothing)

/** No authority of time gave a stamp. */
export class NoStamp extends Error {
  constructor() {
    super('no authority of time answered')
    this.name = 'NoStamp'
  }
}

/**
 * Asks authorities of time (RFC 3161 over HTTP), the next one when one does not answer or answers
 * anything that does not hold: another hash, another question's number, a signature that is none.
 */
export function createStamper(urls: readonly string[], log: Logger): Stamper | null {
  if (urls.length === 0) return null
  return {
    roomBytes: 12 * 1024,
    async stamp(cms) {
      const signature = signatureOf(cms)
      for (const url of urls)
        try {
          return withStamp(cms, await ask(url, signature))
        } catch (error) {
          log.warn({ err: error, host: new URL(url).host }, 'an authority of time gave no stamp')
        }
      throw new NoStamp()
    },
  }
}

async function ask(url: string, signature: Uint8Array): Promise<Uint8Array> {
  // The highest bit is off, so that the number is positive and written in one way.
  const nonce = randomBytes(12)
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
  const question = sequence(
    writeDer(tags.integer, new Uint8Array([1])),
    sequence(
      sequence(writeOid('2.16.840.1.101.3.4.2.1'), nothing),
      writeDer(tags.octets, hash(signature)),
    ),
    writeDer(tags.integer, nonce),
    writeDer(0x01, new Uint8Array([0xff])),
  )
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: question,
    signal: AbortSignal.timeout(waitMilliseconds),
  })
  if (!answer.ok) throw new Error(`it answered ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const [status, token] = readParts(readOnly(bytes, tags.sequence))
  const code = status && readParts(status)[0]?.content
  if (!token || code?.length !== 1 || (code[0] ?? 9) > 1) throw new Error('it refused')
  const stamp = await readStamp(webcrypto.subtle, token.whole, signature)
  if (!stamp.nonce || !sameBytes(stamp.nonce, nonce))
    throw new Error('it answered another question')
  return token.whole
}

/** Where the only signer stands: the last part of the body of a signature. */
function signerIn(cms: Uint8Array) {
  const [type, held] = readParts(readOnly(cms, tags.sequence))
  const body = held && readDer(held.content)
  const before = body ? readParts(body) : []
  const signers = before.pop()
  const signer = signers && readDer(signers.content)
  if (!type || !signer) throw new Error('a signature has no signer')
  return { type, before, signer }
}

function signatureOf(cms: Uint8Array): Uint8Array {
  const parts = taker(readParts(signerIn(cms).signer))
  parts.take(tags.integer)
  parts.take(tags.sequence)
  parts.take(tags.sequence)
  parts.take(part(0))
  parts.take(tags.sequence)
  return parts.take(tags.octets).content
}

/** The signature with the stamp as what comes with it unsigned. */
function withStamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  const { type, before, signer } = signerIn(cms)
  const stamp = sequence(writeOid(oids.timeStampToken), writeDer(tags.set, token))
  const stamped = sequence(...readParts(signer).map(({ whole }) => whole), writeDer(part(1), stamp))
  const body = sequence(...before.map(({ whole }) => whole), writeDer(tags.set, stamped))
  return sequence(type.whole, writeDer(part(0), body))
}
