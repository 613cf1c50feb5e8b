import { certificateMoves, type CertificateMove } from '@xueshi/contract/certificates'
import type {
  CertificateDetail,
  CertificateRow,
  listCertificates,
} from '@xueshi/contract/certificates/register'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import { normalisePersonName } from '@xueshi/contract/person-name'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import { endMac } from '../guard/rules.ts'
import { typedNumber } from '../rules.ts'
import * as store from './store.ts'

const pageRows = 20

/**
 * The certificates of the actor's unit or region: by number, by name, by the end of the document number,
 * or those of a year, the newest that has any where none is named.
 */
export async function list(
  actor: Actor,
  {
    year,
    name = '',
    number = '',
    tail = '',
    unit = '',
    series,
    state,
    after,
  }: Query<typeof listCertificates>,
): Promise<Reply<typeof listCertificates>> {
  const { platform, scope } = actor
  const isSearch = name !== '' || number !== '' || tail.length === 4
  const looked =
    year !== undefined
      ? Number(year)
      : isSearch
        ? null
        : ((await store.newestYear(platform.db, scope)) ?? yearOf(platform.clock.now()))
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const filter = {
    ...(number !== '' && { number: typedNumber(number) }),
    ...(name !== '' && { name: normalisePersonName(name) }),
    ...(tail.length === 4 && { tail: platform.indexes.numberTail(tail) }),
    ...(unit !== '' && { unit }),
    series,
    year: looked ?? undefined,
    state,
    after: last,
  }
  const rows = await store.list(platform.db, scope, filter, pageRows + 1)
  const items = rows.slice(0, pageRows).map(presentRow)
  const end =
    rows.length > pageRows ? items.at(-1)?.id : await store.endOfReading(platform.db, scope, filter)
  return { items, next: end === undefined ? null : writeCursor([end]), year: looked }
}

// The number as it was issued: one that was taken back has a mark behind it in the register.
const presentRow = ({ id, state, edition, facts, issuedAt }: store.RegisterRow) =>
  ({
    id,
    number: facts.number,
    name: facts.name,
    documentNumberMasked: facts.maskedNumber,
    unitName: facts.unit,
    seriesName: facts.series,
    year: facts.year,
    totalTenths: facts.totalHoursTenths,
    edition,
    state,
    issuedAt: issuedAt.toISOString(),
  }) satisfies CertificateRow

/** One certificate with its editions. 404 outside the actor's scope. */
export async function read(actor: Actor, id: string): Promise<CertificateDetail> {
  const { db } = actor.platform
  const row = (await store.find(db, actor.scope, id)) ?? fail('NOT_FOUND')
  const { version, code, facts, endedAt, endReason } = row
  const editions = await store.listEditions(db, { personId: row.personId, year: facts.year })
  return {
    ...presentRow(row),
    version,
    code,
    issuer: facts.issuer,
    ruleSet: facts.ruleSet,
    categories: facts.categories,
    endedAt: endedAt?.toISOString() ?? null,
    endReason,
    looks: await store.countLooks(db, id),
    editions: editions.map(({ issuedAt, ...each }) => ({
      ...each,
      issuedAt: issuedAt.toISOString(),
    })),
    open: openOn(actor, row, editions[0]?.id === id),
  }
}

function openOn(actor: Actor, { state, personId }: store.RegisterRow, latest: boolean) {
  const { kind, accountId } = signedIn(actor)
  return openMoves(certificateMoves, state, kind, { notSelf: personId !== accountId, latest })
}

/**
 * The certificate of an act by hand, seen in this version, with what may be done to it. 404 outside the
 * scope, WRONG_STATE where none of the moves is open, STALE where it has changed since.
 */
export async function forAct(
  tx: Db,
  actor: Actor,
  { id, version }: { id: string; version: number },
  moves: readonly CertificateMove[],
) {
  const row = (await store.find(tx, actor.scope, id)) ?? fail('NOT_FOUND')
  const { personId, facts } = row
  const [newest] = await store.listEditions(tx, { personId, year: facts.year })
  const move = openOn(actor, row, newest?.id === id).find((name) => moves.includes(name))
  if (row.version !== version) return refuseStale(actor, id)
  if (!move) fail('WRONG_STATE', { current: await read(actor, id) })
  return { ...row, year: facts.year, move }
}

const refuseStale = async (actor: Actor, id: string): Promise<never> =>
  fail('STALE', { current: await read(actor, id) })

/** The certificate ends as the move says; STALE where somebody was faster. The caller keeps the year's side. */
export async function end(
  tx: Db,
  actor: Actor,
  {
    id,
    version,
    move,
    reason,
    personId,
    year,
  }: {
    id: string
    version: number
    move: 'withdraw' | 'replace'
    reason: string
    personId: string
    year: number
  },
): Promise<void> {
  const { from, to } = certificateMoves[move]
  const at = actor.platform.clock.now()
  const ending = { from, to, at, reason }
  const mac = endMac(actor.platform.keys, id, ending)
  const ended = await store.end(tx, actor.scope, { id, version }, { ...ending, mac })
  if (!ended) await refuseStale(actor, id)
  await noteWritten(tx, 'certificateEnded', [{ id, personId, year }])
}
