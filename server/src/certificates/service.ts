import { certificateMoves, type CertificateState } from '@xueshi/contract/certificates'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import type { Media } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { noteWritten } from '../platform/written-rows.ts'
import { tell } from '../messages/service.ts'
import { fail } from '../platform/refusal.ts'
import {
  type CertificateFacts,
  certificateNumber,
  checkCertificateNumber,
  holderFacts,
  makeVerificationCode,
  wordedBy,
  type YearFacts,
} from './rules.ts'
import { tokenOf } from './credentials/service.ts'
import { certificateMac, endMac, writtenOf } from './guard/rules.ts'
import { pdfOf, proofOf } from './documents/service.ts'
import { find as findRegistered } from './register/store.ts'
import { inForce } from './templates/service.ts'
import type { InForce } from './templates/store.ts'
import { factsOf } from './verification/rules.ts'
import * as store from './store.ts'

export { checkCertificateNumber, type YearFacts } from './rules.ts'
export { plainPage } from './plain-verification/service.ts'
export { signPaper } from './documents/service.ts'
export { guarded } from './guard/service.ts'
export * as past from './past/service.ts'
export * as register from './register/service.ts'
export { sealFiles, sealReceiver } from './seals/service.ts'

/** A certificate to be issued: whose, for which employer and series, and what the year came to. */
export type Issue = {
  personId: string
  /** The employer of that year. */
  unitId: string | null
  /** Code of the 专业系列. */
  series: string
  facts: YearFacts
}
export type Issued = { id: string; number: string; code: string }

/** Issues one certificate; see `issueMany`. */
export async function issue(tx: Db, actor: Actor, asked: Issue): Promise<Issued> {
  const [issued] = await issueMany(tx, actor, [asked])
  return issued ?? missing()
}

/**
 * Issues certificates: each gets a number of its year and its employer's city, allotted in one block
 * for each city, and is kept with its frozen facts in the caller's transaction, before any document
 * exists. Where the year had one before, it is that year's next edition. Answers them in the order in which they were asked for. The counters of the cities are
 * locked from here to the end of the transaction, so this comes last in an act, and a batch is cut
 * into transactions of some hundreds. It tells nobody: the caller does.
 */
export async function issueMany(tx: Db, actor: Actor, asked: readonly Issue[]): Promise<Issued[]> {
  if (asked.length === 0) return []
  const holders = await store.listHolders(
    tx,
    asked.map(({ personId, unitId, facts: { year } }) => ({ personId, unitId, year })),
  )
  const today = todayIn(actor.platform.clock.now())
  const templates = await inForce(tx, holders.map(regionOf), today)
  const subjects = asked.map((each, at) => {
    const { lastId, lastNumber, lastEdition, ...holder } = holders[at] ?? missing()
    const isFirst = lastId === null || lastNumber === null || lastEdition === null
    const replaces = isFirst
      ? {}
      : { replaces: { id: lastId, number: lastNumber, edition: lastEdition } }
    return { ...each, holder, template: templates[at], ...replaces }
  })
  return insert(tx, actor, subjects)
}

type Subject = Issue & {
  holder: store.Holder
  template: InForce | undefined
  replaces?: Replaced
}
type Replaced = { id: string; number: string; edition: number }

async function insert(tx: Db, actor: Actor, subjects: readonly Subject[]): Promise<Issued[]> {
  const { clock, config, keys } = actor.platform
  const issuedAt = clock.now()
  const sequences = await allot(tx, subjects)
  const made = subjects.map(({ holder, facts, template, replaces, ...subject }) => {
    const id = newId(issuedAt)
    const code = makeVerificationCode()
    const cityCode = cityOf(holder)
    const number = certificateNumber(facts.year, cityCode, sequences(facts.year, cityCode))
    const made = {
      ...subject,
      id,
      number,
      code,
      cityCode: holder.cityCode,
      countyCode: holder.countyCode,
      edition: (replaces?.edition ?? 0) + 1,
      replaces: replaces?.id ?? null,
      photoFileId: holder.photoFileId,
      templateId: template?.id ?? null,
      issuedAt,
      facts: {
        ...facts,
        ...holderFacts({ ...holder, documentNumber: openNumber(actor, subject.personId, holder) }),
        number,
        verifyUrl: `${config.publicUrl}/verify/${code}`,
        ...wordedBy(template),
        issuedOn: todayIn(issuedAt),
        demo: config.demo,
        photo: holder.photoSha256?.toString('hex') ?? null,
        ...(replaces && { replaces: { number: replaces.number, edition: replaces.edition } }),
      },
    }
    return { ...made, mac: certificateMac(keys, made) }
  })
  store.insertCertificates(tx, made)
  await noteWritten(tx, 'certificateIssued', made.map(writtenOf))
  return made.map(({ id, number, code }) => ({ id, number, code }))
}

/** The next numbers of every city and year that is asked for, handed out one by one. */
async function allot(tx: Db, subjects: readonly Subject[]) {
  const counts = new Map<string, store.Block>()
  for (const { facts, holder } of subjects) {
    const [year, cityCode] = [facts.year, cityOf(holder)]
    const block = counts.get(`${year} ${cityCode}`) ?? { year, cityCode, count: 0 }
    counts.set(`${year} ${cityCode}`, { ...block, count: block.count + 1 })
  }
  const next = await store.allotNumbers(tx, [...counts.values()])
  return (year: number, cityCode: string): number => {
    const sequence = next.get(`${year} ${cityCode}`) ?? missing()
    next.set(`${year} ${cityCode}`, sequence + 1)
    return sequence
  }
}

/** Certificates of people whose year names no employer are the province's own. */
const regionOf = ({ cityCode, provinceCode }: store.Holder) => cityCode ?? provinceCode ?? '440000'
/** Four digits. */
const cityOf = (holder: store.Holder) => regionOf(holder).slice(0, 4)

const openNumber = ({ platform }: Actor, id: string, { documentNumberSealed }: store.Holder) =>
  platform.cipher.open(documentNumberSealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id,
  })

function missing(): never {
  throw new Error('a certificate was asked for somebody who is not there')
}

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
