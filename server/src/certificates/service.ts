import { certificateMoves, type Verification } from '@xueshi/contract/certificates'
import { maskName, normalisePersonName } from '@xueshi/contract/person-name'
import type { Actor } from '../platform/actor.ts'
import { countAttempt } from '../platform/attempts.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import type { Media } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { print, Unprintable } from '../platform/printing.ts'
import { tell } from '../messages/service.ts'
import { fail } from '../platform/refusal.ts'
import { type CertificateFacts, certificateNumber, makeVerificationCode, printOf } from './rules.ts'
import * as store from './store.ts'

export type { CertificateFacts } from './rules.ts'

/**
 * Issues a certificate: a number of that city and year is allotted and kept with the frozen facts in
 * the caller's transaction, before any document exists. `cityCode` is the first four digits.
 */
export async function issue(
  tx: Db,
  actor: Actor,
  {
    personId,
    year,
    cityCode,
    facts,
  }: {
    personId: string
    year: number
    cityCode: string
    facts: Omit<CertificateFacts, 'number' | 'verifyUrl'>
  },
): Promise<{ id: string; number: string; code: string }> {
  const { clock, config } = actor.platform
  const number = certificateNumber(year, cityCode, await store.nextNumber(tx, year, cityCode))
  const code = makeVerificationCode()
  const id = newId(clock.now())
  const verifyUrl = `${config.publicUrl}/verify/${code}`
  store.insertCertificate(tx, {
    id,
    number,
    code,
    personId,
    year,
    facts: { ...facts, number, verifyUrl },
    issuedAt: clock.now(),
  })
  return { id, number, code }
}

/** Withdraws the certificate in force of a person's year, if there is one, and tells its holder. */
export async function withdraw(
  tx: Db,
  actor: Actor,
  { personId, year, reason }: { personId: string; year: number; reason: string },
): Promise<void> {
  const at = actor.platform.clock.now()
  const { from, to } = certificateMoves.withdraw
  const ended = await store.endCertificate(tx, { personId, year }, { from, to, at, reason })
  if (!ended) return
  await audit.record(tx, actor, {
    act: 'certificate.withdraw',
    recordId: ended.id,
    facts: { reason },
  })
  tell(tx, actor, { accountId: personId }, 'certificate.withdrawn', {
    year,
    number: ended.number,
    reason,
  })
}

/**
 * 打印证书: the PDF of the actor's own certificate. 404 when it is not theirs, UNPRINTABLE where no
 * font has one of its characters.
 */
export async function readPdf(actor: Actor, id: string): Promise<Media> {
  const { scope, platform } = actor
  const found =
    scope.kind === 'own' ? await store.findOwn(platform.db, scope.personId, id) : undefined
  if (!found) fail('NOT_FOUND')
  try {
    return { bytes: await print(printOf(factsOf(found), null)), fileName: `${found.number}.pdf` }
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    // The facts are frozen: a font that has the character is all that can help.
    const { characters } = error
    platform.log.error({ certificate: id, characters }, 'no font prints a certificate')
    return fail('UNPRINTABLE')
  }
}

// Written by insertCertificate and never changed since.
const factsOf = (row: store.CertificateRow) => row.facts as unknown as CertificateFacts

const attemptsAllowed = 600
const windowSeconds = 600

/** Slows whoever tries codes one after another; a school's whole office behind one address passes. */
async function countLook({ platform, request }: Actor): Promise<void> {
  const { db, clock, indexes } = platform
  const subject = indexes.blindIndex('address', request.address)
  const count = await countAttempt(db, clock.now(), 'verify', subject, windowSeconds)
  if (count > attemptsAllowed) fail('RATE_LIMITED', { retryAfterSeconds: windowSeconds })
}

/** What anyone may see of the certificate behind a QR code. */
export async function verifyByCode(actor: Actor, code: string): Promise<Verification> {
  await countLook(actor)
  // Codes are URL-safe; what else was typed is not even asked for.
  return present(
    /^[\w-]+$/.test(code) ? await store.findByCode(actor.platform.db, code) : undefined,
  )
}

/** By number and name together: a number with another's name is as unknown as no number. */
export async function verifyByNumber(
  actor: Actor,
  { number, name }: { number: string; name: string },
): Promise<Verification> {
  await countLook(actor)
  const found = await store.findByNumber(actor.platform.db, number.normalize('NFKC').toUpperCase())
  const fits = found && factsOf(found).name === normalisePersonName(name)
  return present(fits ? found : undefined)
}

function present(row: store.CertificateRow | undefined): Verification {
  if (!row) return { result: 'unknown', certificate: null }
  const facts = factsOf(row)
  return {
    result: row.state,
    certificate: {
      number: row.number,
      code: row.code,
      nameMasked: maskName(facts.name),
      documentNumberMasked: facts.maskedNumber,
      unitName: facts.unit,
      seriesName: facts.series,
      year: facts.year,
      totalTenths: facts.totalHoursTenths,
      issuer: facts.issuer,
      issuedAt: row.issuedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      endReason: row.endReason,
    },
  }
}
