import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type keepLegacyControls,
  type LegacyDetail,
  legacyMoves,
  type listLegacyTotals,
} from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { failOnIssues } from '../../platform/refusal.ts'
import { didSomething, NothingToDo } from '../../platform/transaction.ts'
import * as store from './store.ts'

const pageRows = 20

const present = <Row extends store.YearRow>({
  controlTenths,
  givenTenths,
  isSum,
  byName,
  ...line
}: Row) => ({
  ...line,
  control:
    controlTenths === null
      ? null
      : { hoursTenths: controlTenths, givenTenths, isSum, byName: byName ?? '' },
})

type Compared = Pick<LegacyDetail, 'totals' | 'differing'>
const differs = ({ control, hoursTenths }: LegacyDetail['totals'][number]) =>
  control !== null && control.hoursTenths !== hoursTenths

/** What the file comes to, year by year, beside the books; in how many lines these say something else. */
export async function compare(db: Db, id: string): Promise<Compared> {
  const totals = (await store.listTotals(db, id)).map((row) => present(row))
  const ofUnits = await store.countDiffering(db, id)
  return { totals, differing: ofUnits + totals.filter(differs).length }
}

/** Whether every year and category of the file is in the books, and no line of these says something else. */
export const agrees = ({ totals, differing }: Compared): boolean =>
  differing === 0 && totals.every(({ control }) => control !== null)

/** 分单位合计 of a batch that the caller has found for the actor. */
export async function listUnits(
  db: Db,
  id: string,
  { after, differing }: Query<typeof listLegacyTotals>,
): Promise<Reply<typeof listLegacyTotals>> {
  const key =
    after === undefined ? null : readCursor(after, z.tuple([z.string(), z.int(), z.string()]))
  const listing = differing ? store.listDiffering : store.listUnitTotals
  const rows = await listing(db, id, key, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.unitName, end.year, end.category])
  return { items: page.map((row) => present(row)), next }
}

/**
 * Lines of the books stand with the batch; what changed is recorded, line by line. `isGiven`: they come
 * with the file, and what a clerk changes or adds afterwards is told apart. Answers whether anything changed.
 * INVALID where a line comes twice.
 */
export async function write(
  tx: Db,
  actor: Actor,
  id: string,
  lines: readonly store.KeptLine[],
  { isGiven }: { isGiven: boolean },
): Promise<boolean> {
  const keys = lines.map(({ unitName, year, category }) => `${unitName} ${year} ${category}`)
  failOnIssues(new Set(keys).size < keys.length ? { controls: 'LINE_TWICE' } : {})
  const { name: byName, platform } = signedIn(actor)
  const at = platform.clock.now()
  const changed = await store.keep(tx, id, lines, { byName, at, isGiven })
  if (changed.length === 0) return false
  const { differing } = await compare(tx, id)
  const facts = { lines: changed, differing, isGiven }
  await audit.record(tx, actor, { act: 'legacy.control', recordId: id, facts })
  return true
}

/** 保存台账合计; false where the batch is another by now, or no longer to be imported. */
export async function keep(
  actor: Actor,
  unitId: string,
  { id, version, lines }: Body<typeof keepLegacyControls> & { id: string },
): Promise<boolean> {
  let isHeld = false
  await didSomething(actor, async (tx) => {
    const { from } = legacyMoves.control
    isHeld = await store.hold(tx, { id, unitId, version, from })
    if (!isHeld || !(await write(tx, actor, id, lines, { isGiven: false }))) throw new NothingToDo()
    await store.touch(tx, id)
    return { id }
  })
  return isHeld
}

export { hold } from './store.ts'
