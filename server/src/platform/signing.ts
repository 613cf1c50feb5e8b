import { webcrypto, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { loadDemoSigner } from './demo-signer.ts'
import { signPdf, type SignatureNote, type Stamper } from './pdf-signature.ts'
import { createSigner, type Signer } from './signer.ts'
import { createStamper, NoStamp } from './time-stamp.ts'

/** A document as it leaves the house. */
export type SignedDocument = {
  pdf: Buffer
  /** Who signed it: the fingerprint of the certificate, '' where nobody signs. */
  signer: string
  /** False where an authority of time should have stamped it and none did. */
  complete: boolean
}

/** The house's signature under its documents. */
export type Signing = {
  /** Who signs just now; null where nobody does (SIGNING=0). Throws SigningOut. */
  signer: () => Promise<Signer | null>
  /** Signs a document, or leaves it as it is where nobody signs. Throws SigningOut. */
  sign: (pdf: Buffer, note: SignatureNote) => Promise<SignedDocument>
}

/** The house should sign and cannot; the message says exactly why. */
export class SigningOut extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'SigningOut'
  }
}

type Wanted = Pick<Config, 'signing' | 'timeAuthorities' | 'dataDir'>

/** The signature as configured. The key is read and tried at the first use, which the start makes. */
export function createSigning(config: Wanted, clock: Clock, log: Logger): Signing {
  const stamper = createStamper(config.timeAuthorities, log)
  let loading: Promise<Signer | null> | undefined
  const signer = () => {
    loading ??= load(config)
    // A key that could not be read is read again the next time: somebody may have put it right.
    loading.catch(() => (loading = undefined))
    return loading.then((found) => {
      if (found) holdValid(found, clock.now())
      return found
    })
  }
  return {
    signer,
    async sign(pdf, note) {
      const found = await signer()
      if (!found) return { pdf, signer: '', complete: true }
      return { signer: found.fingerprint, ...(await signed(pdf, found, stamper, note)) }
    },
  }
}

async function signed(pdf: Buffer, signer: Signer, stamper: Stamper | null, note: SignatureNote) {
  try {
    return { pdf: await signPdf(pdf, { signer, stamper, note }), complete: true }
  } catch (error) {
    if (!(error instanceof NoStamp)) throw error
    // It is signed all the same; the next printing asks for the stamp again.
    return { pdf: await signPdf(pdf, { signer, stamper: null, note }), complete: false }
  }
}

async function load({ signing, dataDir }: Wanted): Promise<Signer | null> {
  if (signing === null) return null
  const signer =
    signing === 'demo'
      ? await loadDemoSigner(join(dataDir, 'demo-signer.pem'))
      : await fromP12(signing)
  await tryOut(signer)
  return signer
}

async function fromP12({ file, password }: { file: string; password: string }): Promise<Signer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : ''
    throw new SigningOut(`SIGNING_P12: ${file} cannot be read (${String(code)})`)
  })
  // Only who has such a file needs what reads it.
  const { BadP12, readP12 } = await import('./p12.ts')
  try {
    return createSigner({ ...(await readP12(bytes, password)), demo: false })
  } catch (error) {
    if (error instanceof BadP12) throw new SigningOut(`SIGNING_P12: ${file}: ${error.message}`)
    throw error
  }
}

/** Signs a document of nothing and looks at it as anybody would. Throws SigningOut with what is wrong. */
export async function tryOut(signer: Signer): Promise<void> {
  const { certificate, chain, demo, subject } = signer
  const x509 = new X509Certificate(certificate)
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = x509.publicKey
  const of = `the signing certificate of "${subject}"`
  if (kind !== 'rsa' && kind !== 'ec') throw new SigningOut(`${of} has a key of the kind ${kind}`)
  if (kind === 'ec' && details?.namedCurve !== 'prime256v1')
    throw new SigningOut(`${of} has a key on ${details?.namedCurve}, not on P-256`)
  if (kind === 'rsa' && (details?.modulusLength ?? 0) < 2048)
    throw new SigningOut(`${of} has a key of ${details?.modulusLength} bits, fewer than 2048`)
  if (x509.ca) throw new SigningOut(`${of} is an authority's, not for signatures`)
  const note = { reason: 'a test', location: 'test', at: new Date(0) }
  const document = await signPdf(blank, { signer, stamper: null, note })
  const trusted = [{ certificate, chain, demo }]
  const found = await checkSignedPdf(webcrypto.subtle, document, trusted)
  if (found.result !== 'genuine')
    throw new SigningOut(`${of} made a signature that does not hold: its key is another's`)
}

function holdValid({ subject, validFrom, validTo }: Signer, now: Date): void {
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const of = `the signing certificate of "${subject}"`
  if (now < validFrom) throw new SigningOut(`${of} holds from ${day(validFrom)} on, not yet`)
  if (now > validTo) throw new SigningOut(`${of} ended on ${day(validTo)}`)
}

/** A page with nothing on it, written as our printer writes. */
export const blank = (() => {
  const objects = [
    '<<\n  /Type /Pages\n  /Count 1\n  /Kids [2 0 R]\n>>',
    '<<\n  /Type /Page\n  /Parent 1 0 R\n  /MediaBox [0 0 842 595]\n>>',
    '<<\n  /Type /Catalog\n  /Pages 1 0 R\n>>',
  ]
  let body = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 4\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 4 /Root 3 0 R >>\n`
  return Buffer.from(`${body}${table}startxref\n${body.length}\n%%EOF\n`, 'latin1')
})()
