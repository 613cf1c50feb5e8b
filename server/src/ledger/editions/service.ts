import type { Category, EntryItem } from '@xueshi/contract/ledger'
import { yearMoves } from '@xueshi/contract/ledger/year-states'
import * as certificates from '../../certificates/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { doLast } from '../../platform/transaction.ts'
import { listCredits } from '../entries/store.ts'
import { printedItem, yearFacts } from '../rules.ts'
import { listYears, type YearWithCertificate } from '../store.ts'
import { rulesOf } from '../years/service.ts'

/** What the year's certificate says by the credits that stand. */
async function certificateOf(tx: Db, row: YearWithCertificate): Promise<certificates.Issue> {
  const { personId, unitId, year, series, relief } = row
  const rules = await rulesOf(tx, row)
  const credits = (await listCredits(tx, personId, year)).filter((credit) => !credit.reversalId)
  const facts = yearFacts({ year, series, credits, rules, relief })
  return { personId, unitId, series, facts }
}

/** The year's certificate is issued under a number of the unit's city. */
export const issueCertificate = async (tx: Db, actor: Actor, row: YearWithCertificate) =>
  certificates.issue(tx, actor, await certificateOf(tx, row))

/** Hours that were taken back, as a certificate would have printed them. */
type Reversed = {
  personId: string
  year: number
  category: Category
  form: string
  hoursTenths: number
  item: EntryItem
}

const reversedOf = new WeakMap<Db, Map<string, Reversed[]>>()

/** Anyone may read it: why the hours were taken back is told to the person alone. */
const publicReason = '该年度学时发生变动，按现有学时重新签发'

/**
 * A certificate must not go on saying hours that were taken back. Where the year is certified still at
 * the end of the act, its next edition takes the place of the one that printed them; where it is not,
 * whoever settled it has withdrawn that one.
 */
export function followReversal(tx: Db, actor: Actor, reversed: Reversed): void {
  const all = reversedOf.get(tx) ?? new Map<string, Reversed[]>()
  reversedOf.set(tx, all)
  const key = `${reversed.personId} ${reversed.year}`
  all.set(key, [...(all.get(key) ?? []), reversed])
  // Numbers are allotted behind all that the act locks, and once, however many hours it takes back.
  doLast(tx, 'ledger.editions', () => replacePrinted(tx, actor, [...all.values()]))
}

async function replacePrinted(
  tx: Db,
  actor: Actor,
  years: readonly (readonly Reversed[])[],
): Promise<void> {
  const asked: (certificates.Issue & { reason: string })[] = []
  for (const reversed of years) {
    const [first] = reversed
    if (!first) continue
    const { personId, year } = first
    const [row] = await listYears(tx, personId, { from: year, to: year })
    if (!row || !yearMoves.revoke.from.some((state) => state === row.state)) continue
    const inForce = await certificates.inForceOf(tx, { personId, year })
    const printed = new Set(inForce?.facts.items.map(textOf))
    if (reversed.some((one) => printed.has(textOf(printedItem(one)))))
      asked.push({ ...(await certificateOf(tx, row)), reason: publicReason })
  }
  await certificates.replaceMany(tx, actor, asked)
}

type Printed = ReturnType<typeof printedItem>
/** A line of the paper, by all that it says. */
const textOf = ({ category, course, form, institution, from, to, hoursTenths }: Printed) =>
  [category, course, form, institution, from, to, hoursTenths].join('\n')
