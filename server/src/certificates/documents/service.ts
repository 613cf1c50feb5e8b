import { createPublicKey, sign } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { maskName } from '@xueshi/contract/person-name'
import type { Paper } from '@xueshi/contract/certificates'
import {
  proofBody,
  type ProofKey,
  proofText,
  signedText,
} from '@xueshi/contract/certificates/proof'
import { addDays, todayIn } from '@xueshi/contract/year'
import { createMemory } from '../../platform/memory.ts'
import type { Platform } from '../../platform/platform.ts'
import { print as printNow, Unprintable } from '../../platform/printing.ts'
import { fail } from '../../platform/refusal.ts'
import { hash, type Signer } from '../../platform/signer.ts'
import { SigningOut } from '../../platform/signing.ts'
import { type CertificateFacts, printOf } from '../rules.ts'
import * as store from './store.ts'

/** A certificate as far as its document needs it. */
export type Printed = { id: string; code: string; facts: CertificateFacts }
type Print = typeof printNow

const keptDays = 90
let memory = createMemory(64 * 1024 * 1024)
const underWay = new Map<string, Promise<Buffer>>()

/**
 * The certificate as PDF, signed by whoever signs here now: printed once, then the same file to
 * everyone who asks, from memory or the locker. UNPRINTABLE where no font has one of its characters,
 * SIGNING_OUT while it should be signed and cannot be.
 */
export async function pdfOf(
  platform: Platform,
  certificate: Printed,
  print: Print = printNow,
): Promise<Buffer> {
  const signer = await signerOf(platform)
  const key = `${certificate.id} ${signer?.fingerprint ?? ''}`
  const known = memory.get(key)
  if (known) return known
  // Two who ask at once are given one file.
  const making = underWay.get(key) ?? fetchOrMake(platform, certificate, signer, print)
  underWay.set(key, making)
  try {
    const pdf = await making
    memory.set(key, pdf)
    return pdf
  } finally {
    underWay.delete(key)
  }
}

/** As after a start: what is in memory is forgotten. For tests of what is kept elsewhere. */
export const forgetFiles = (): void => {
  memory = createMemory(64 * 1024 * 1024)
}

/** Who signs just now. */
async function signerOf({ signing, log }: Platform): Promise<Signer | null> {
  try {
    return await signing.signer()
  } catch (error) {
    if (!(error instanceof SigningOut)) throw error
    log.error(`certificates cannot be signed: ${error.message}`)
    return fail('SIGNING_OUT')
  }
}

async function fetchOrMake(
  platform: Platform,
  certificate: Printed,
  signer: Signer | null,
  print: Print,
): Promise<Buffer> {
  const { db, clock, locker } = platform
  const today = todayIn(clock.now())
  const kept = await store.findDocument(db, certificate.id, signer?.fingerprint ?? '')
  const pdf = kept && (await readKept(platform, kept))
  if (pdf) {
    if (kept.askedOn < today) await store.noteAsked(db, { fileKey: kept.fileKey, askedOn: today })
    return pdf
  }
  if (kept) {
    await store.dropDocument(db, kept.fileKey)
    await locker.remove(kept.fileKey)
  }
  return make(platform, certificate, signer, print)
}

/** A file that is gone or damaged is as good as none: it is made again. */
async function readKept(
  { locker, log }: Platform,
  { fileKey, sha256 }: { fileKey: string; sha256: Buffer },
): Promise<Buffer | undefined> {
  try {
    const pdf = await buffer(await locker.read(fileKey))
    if (hash(pdf).equals(sha256)) return pdf
    log.error({ fileKey }, 'a kept certificate is damaged; it is made again')
  } catch (error) {
    log.error({ err: error, fileKey }, 'a kept certificate is gone; it is made again')
  }
  return undefined
}

/** The certificate as a page among others: printed as nobody signs it, and not kept. */
export const unsignedOf = (platform: Platform, certificate: Printed, print: Print) =>
  printed(platform, certificate, null, print)

async function printed(
  platform: Platform,
  { id, code, facts }: Printed,
  signer: Signer | null,
  print: Print,
): Promise<Buffer> {
  const proved = proofOf(platform, code, facts)
  const pictures = await picturesOf(platform, id, facts)
  return print(printOf(facts, { proved, signer, ...pictures })).catch((error: unknown) => {
    if (!(error instanceof Unprintable)) throw error
    // The facts are frozen: a font that has the character is all that can help.
    const { characters } = error
    platform.log.error({ certificate: id, characters }, 'no font prints a certificate')
    return fail('UNPRINTABLE')
  })
}

/** The photo and the seal of the day of issue. Nothing is printed with other ones, or without them. */
async function picturesOf({ db, locker }: Platform, id: string, facts: CertificateFacts) {
  if (!facts.photo && !facts.seal) return { photo: null, seal: null }
  const keys = await store.findPictureKeys(db, id)
  const read = async (what: 'photo' | 'seal') => {
    if (!facts[what]) return null
    const picture = keys?.[what] ? await buffer(await locker.read(keys[what])) : undefined
    if (!picture || hash(picture).toString('hex') !== facts[what])
      throw new Error(`the ${what} of certificate ${id} is not the one of its issue`)
    return picture
  }
  return { photo: await read('photo'), seal: await read('seal') }
}

async function make(
  platform: Platform,
  { id, code, facts }: Printed,
  signer: Signer | null,
  print: Print,
): Promise<Buffer> {
  const { clock, signing } = platform
  const pdf = await printed(platform, { id, code, facts }, signer, print)
  if (!signer) return keep(platform, id, '', pdf)
  await believe(platform, signer)
  const location = proofOf(platform, code, facts)
  const note = { reason: `签发继续教育证书 ${facts.number}`, location, at: clock.now() }
  const signed = await signing.sign(pdf, note)
  // Without its stamp of time it is not kept, so that the next one who asks may have it.
  return signed.complete ? keep(platform, id, signed.signer, signed.pdf) : signed.pdf
}

/**
 * A document of the house that is no certificate, signed; as it is where nobody signs. Its signature names
 * what it is and no certificate. SIGNING_OUT.
 */
export async function signPaper(
  platform: Platform,
  pdf: Buffer,
  { reason, paper }: { reason: string; paper: Paper },
): Promise<Buffer> {
  const signer = await signerOf(platform)
  if (!signer) return pdf
  await believe(platform, signer)
  const location = `${platform.config.publicUrl}/verify?paper=${paper}`
  const note = { reason, location, at: platform.clock.now() }
  return (await platform.signing.sign(pdf, note)).pdf
}

const believed = new WeakMap<Platform['db'], Set<string>>()

/** Before anything that it signs leaves the house. */
async function believe({ db, clock }: Platform, signer: Signer): Promise<void> {
  const known = believed.get(db) ?? new Set()
  believed.set(db, known)
  const { fingerprint, certificate, chain, subject, demo } = signer
  if (known.has(fingerprint)) return
  const row = { fingerprint, certificate, chain: [...chain], subject, demo }
  await store.keepSigner(db, { ...row, firstUsed: clock.now() })
  known.add(fingerprint)
}

/** Where the certificate is verified, with what proves it without a network behind the `#`. */
export function proofOf({ keys }: Platform, code: string, facts: CertificateFacts): string {
  const { id, key } = keys.credentialKeys.at(-1) ?? lacking()
  const body = proofBody({
    number: facts.number,
    nameMasked: maskName(facts.name),
    numberTail: facts.maskedNumber.slice(-4),
    totalTenths: facts.totalHoursTenths,
    issuedOn: facts.issuedOn,
  })
  const text = Buffer.from(signedText(code, id, body))
  const signature = sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' })
  return `${facts.verifyUrl}#${proofText(id, body, signature)}`
}

/** Every certificate that has signed here: the rows, and the one that signs now, which may have none yet. */
export async function trustedSigners(platform: Platform) {
  const present = await platform.signing.signer().catch(() => null)
  const kept = await keptSigners(platform)
  const isKnown = kept.some(({ fingerprint }) => fingerprint === present?.fingerprint)
  return present && !isKnown ? [present, ...kept] : kept
}

const keptMilliseconds = 60_000
type Signers = Awaited<ReturnType<typeof store.listSigners>>
const known = new WeakMap<Platform['db'], { until: number; signers: Signers }>()

/** Another process may sign with another key from some moment on; within a minute it is known here. */
async function keptSigners({ db }: Platform): Promise<Signers> {
  const found = known.get(db)
  if (found && performance.now() < found.until) return found.signers
  const signers = await store.listSigners(db)
  known.set(db, { until: performance.now() + keptMilliseconds, signers })
  return signers
}

/** What proofs are checked with: the keys of now and of before. */
export const proofKeys = ({ keys }: Platform): ProofKey[] =>
  keys.credentialKeys.map(({ id, key }) => ({
    id,
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
  }))

function lacking(): never {
  throw new Error('there is no key for proofs')
}

/** Keeps the file; where another process was first, its file is the certificate's. */
async function keep(platform: Platform, id: string, signer: string, pdf: Buffer): Promise<Buffer> {
  const { db, clock, locker } = platform
  const { key: fileKey, sha256 } = await locker.put(Readable.from([pdf]))
  const madeAt = clock.now()
  const document = { certificateId: id, signer, fileKey, sha256, madeAt, askedOn: todayIn(madeAt) }
  const kept = await store.keepDocument(db, document)
  if (kept.fileKey === fileKey) return pdf
  await locker.remove(fileKey)
  return (await readKept(platform, kept)) ?? pdf
}

/** Lets go of files that nobody has asked for in three months. A thousand at a time; answers how many. */
export async function sweep({ db, clock, locker }: Platform): Promise<number> {
  const before = addDays(todayIn(clock.now()), -keptDays)
  const keys = await store.dropUnasked(db, before, 1000)
  for (const key of keys) await locker.remove(key)
  return keys.length
}
