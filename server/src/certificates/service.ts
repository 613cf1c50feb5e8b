import { certificateMoves, type CertificateState } from '@xueshi/contract/certificates'
import type { Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import type { Media } from '../platform/http.ts'
import type { Platform } from '../platform/platform.ts'
import { noteWritten } from '../platform/written-rows.ts'
import { tell } from '../messages/service.ts'
import { fail } from '../platform/refusal.ts'
import { type CertificateFacts, checkCertificateNumber } from './rules.ts'
import { tokenOf } from './credentials/service.ts'
import { endMac } from './guard/rules.ts'
import { pdfOf, proofOf } from './documents/service.ts'
import { find as findRegistered } from './register/store.ts'
import { type Issue, issueMany, missing } from './issuing/service.ts'
import { factsOf } from './verification/rules.ts'
import * as store from './store.ts'

export { checkCertificateNumber, type YearFacts } from './rules.ts'
export { plainPage } from './plain-verification/service.ts'
export {
  type Issue,
  issue,
  type Issued,
  issueMany,
  issuePrepared,
  type Prepared,
  prepareMany,
} from './issuing/service.ts'
export { signPaper } from './documents/service.ts'
export { guarded } from './guard/service.ts'
export * as past from './past/service.ts'
export * as register from './register/service.ts'
export { sealFiles, sealReceiver } from './seals/service.ts'

type OfYear = { personId: string; year: number }

/** What the certificate in force of a person's year says, with its number; undefined when there is none. */
export async function inForceOf(tx: Db, of: OfYear) {
  const found = await store.lockInForce(tx, of, certificateMoves.replace.from)
  return found && { number: found.number, facts: factsOf(found) }
}

/** Ends the certificate in force of a person's year; answers its number, undefined when there is none. */
async function endOf(
  tx: Db,
  actor: Actor,
  { personId, year }: OfYear,
  { from, to }: { from: readonly CertificateState[]; to: CertificateState },
  reason: string,
) {
  const ended = await store.lockInForce(tx, { personId, year }, from)
  if (!ended) return undefined
  const { keys, clock } = actor.platform
  const ending = { from, to, at: clock.now(), reason }
  const mac = endMac(keys, ended.id, ending)
  await store.endCertificate(tx, ended.id, { ...ending, mac })
  await noteWritten(tx, 'certificateEnded', [{ id: ended.id, personId, year }])
  return ended
}

/** Withdraws the certificate in force of a person's year, if there is one, and tells its holder. */
export async function withdraw(
  tx: Db,
  actor: Actor,
  { personId, year, reason }: OfYear & { reason: string },
): Promise<void> {
  const ended = await endOf(tx, actor, { personId, year }, certificateMoves.withdraw, reason)
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
 * Withdraws those of these certificates that are in force, and tells their holders. Answers which they
 * were; the caller holds their years.
 */
export async function withdrawMany(
  tx: Db,
  actor: Actor,
  ids: readonly string[],
  reason: string,
): Promise<Set<string>> {
  const { from, to } = certificateMoves.withdraw
  const { keys, clock } = actor.platform
  const ended = await store.lockAmong(tx, ids, from)
  const ending = { from, to, at: clock.now(), reason }
  const ends = ended.map(({ id }) => ({ id, mac: endMac(keys, id, ending) }))
  await store.endMany(tx, ends, ending)
  await noteWritten(tx, 'certificateEnded', ended)
  for (const { id, personId, year, number } of ended) {
    await audit.record(tx, actor, { act: 'certificate.withdraw', recordId: id, facts: { reason } })
    tell(tx, actor, { accountId: personId }, 'certificate.withdrawn', { year, number, reason })
  }
  return new Set(ended.map(({ id }) => id))
}

/**
 * The certificate in force of each of these years is replaced by the year's next edition, and its
 * holder is told why. It issues, so it comes last in an act. Where nothing is in force, nothing is issued.
 */
export async function replaceMany(
  tx: Db,
  actor: Actor,
  asked: readonly (Issue & { reason: string })[],
): Promise<void> {
  const replaced: ((typeof asked)[number] & { former: string })[] = []
  for (const one of asked) {
    const of = { personId: one.personId, year: one.facts.year }
    const ended = await endOf(tx, actor, of, certificateMoves.replace, one.reason)
    if (ended) replaced.push({ ...one, former: ended.number })
  }
  const issued = await issueMany(tx, actor, replaced)
  for (const [place, { personId, facts, reason, former }] of replaced.entries()) {
    const { id, number } = issued[place] ?? missing()
    await audit.record(tx, actor, {
      act: 'certificate.reissue',
      recordId: id,
      facts: { reason, replaces: former, certificate: number },
    })
    const told = { year: facts.year, number, former, reason }
    tell(tx, actor, { accountId: personId }, 'certificate.reissued', told)
  }
}

/**
 * 打印证书: the PDF of a certificate in force: the actor's own, or one of their unit's people or their
 * region. 404 outside that, WRONG_STATE when it is no longer in force, and what `pdfOf` refuses.
 */
export async function readPdf(actor: Actor, id: string): Promise<Media> {
  const { scope, platform } = actor
  const found = (await findRegistered(platform.db, scope, id)) ?? fail('NOT_FOUND')
  if (found.state !== 'valid') fail('WRONG_STATE')
  const bytes = await pdfOf(platform, found)
  return { bytes, fileName: `${found.number}.pdf` }
}

/** A certificate that holds, as another document shows it: with what proves it to people and to machines. */
export type Presented = {
  number: string
  facts: CertificateFacts
  issuedAt: Date
  /** What its QR code says. */
  proved: string
  /** Null for one from before this system. */
  credential: string | null
}

/** The certificates in force of a person's years. */
export async function listPresented(
  db: Db,
  platform: Platform,
  personId: string,
  years: { from: number; to: number },
): Promise<Presented[]> {
  const rows = await store.listValid(db, personId, years)
  return rows.map(({ number, code, facts, issuedAt }) => ({
    number,
    facts,
    issuedAt,
    proved: proofOf(platform, code, facts),
    credential: checkCertificateNumber(facts.number)
      ? tokenOf(platform, { code, issuedAt, facts }).toString()
      : null,
  }))
}
