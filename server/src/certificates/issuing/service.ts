import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import { certificateMac, writtenOf } from '../guard/rules.ts'
import {
  certificateNumber,
  type HolderFacts,
  holderFacts,
  makeVerificationCode,
  wordedBy,
  type YearFacts,
} from '../rules.ts'
import * as store from '../store.ts'
import { inForce } from '../templates/service.ts'
import type { InForce } from '../templates/store.ts'

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

/** Issues one certificate; see `issuePrepared`. */
export async function issue(tx: Db, actor: Actor, asked: Issue): Promise<Issued> {
  const [issued] = await issueMany(tx, actor, [asked])
  return issued ?? missing()
}

/** Prepares certificates and issues them at once. */
export const issueMany = async (tx: Db, actor: Actor, asked: readonly Issue[]): Promise<Issued[]> =>
  issuePrepared(tx, actor, await prepareMany(tx, actor, asked))

/** What a certificate will say but for its number; the caller holds the years. */
export type Prepared = Issue & {
  holder: Omit<store.Holder, 'documentNumberSealed'>
  holderFacts: HolderFacts
  template: InForce | undefined
  replaces?: Replaced
}
type Replaced = { id: string; number: string; edition: number }

/** Reads what certificates are issued from, in the order in which they are asked for, and locks nothing. */
export async function prepareMany(
  tx: Db,
  actor: Actor,
  asked: readonly Issue[],
): Promise<Prepared[]> {
  if (asked.length === 0) return []
  const holders = await store.listHolders(
    tx,
    asked.map(({ personId, unitId, facts: { year } }) => ({ personId, unitId, year })),
  )
  const today = todayIn(actor.platform.clock.now())
  const templates = await inForce(tx, holders.map(regionOf), today)
  return asked.map((each, at) => {
    const { lastId, lastNumber, lastEdition, documentNumberSealed, ...holder } =
      holders[at] ?? missing()
    const documentNumber = openNumber(actor, each.personId, documentNumberSealed)
    const isFirst = lastId === null || lastNumber === null || lastEdition === null
    const replaces = isFirst
      ? {}
      : { replaces: { id: lastId, number: lastNumber, edition: lastEdition } }
    const said = holderFacts({ ...holder, documentNumber })
    return { ...each, holder, holderFacts: said, template: templates[at], ...replaces }
  })
}

/**
 * Issues certificates: each gets a number of its year and its employer's city, allotted in one block
 * for each city, and is kept with its frozen facts in the caller's transaction, before any document
 * exists. Where the year had one before, it is that year's next edition. Answers them in the order in which they were asked for. The counters of the cities are
 * locked from here to the end of the transaction, so this comes last in an act, and a batch is cut
 * into transactions of some hundreds. It tells nobody: the caller does.
 */
export async function issuePrepared(
  tx: Db,
  actor: Actor,
  prepared: readonly Prepared[],
): Promise<Issued[]> {
  if (prepared.length === 0) return []
  const { clock, config, keys } = actor.platform
  const issuedAt = clock.now()
  const sequences = await allot(tx, prepared)
  const made = prepared.map(
    ({ holder, holderFacts: said, facts, template, replaces, ...subject }) => {
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
          ...said,
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
    },
  )
  store.insertCertificates(tx, made)
  await noteWritten(tx, 'certificateIssued', made.map(writtenOf))
  return made.map(({ id, number, code }) => ({ id, number, code }))
}

/** The next numbers of every city and year that is asked for, handed out one by one. */
async function allot(tx: Db, prepared: readonly Prepared[]) {
  const counts = new Map<string, store.Block>()
  for (const { facts, holder } of prepared) {
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
const regionOf = ({ cityCode, provinceCode }: Pick<store.Holder, 'cityCode' | 'provinceCode'>) =>
  cityCode ?? provinceCode ?? '440000'
/** Four digits. */
const cityOf = (holder: Prepared['holder']) => regionOf(holder).slice(0, 4)

const openNumber = ({ platform }: Actor, id: string, sealed: Buffer) =>
  platform.cipher.open(sealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id,
  })

export function missing(): never {
  throw new Error('a certificate was asked for somebody who is not there')
}
