import type { Reply } from '@xueshi/contract/endpoint'
import type { readWays } from '@xueshi/contract/insight/ways'
import { categories } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import * as ledger from '../../ledger/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as training from '../../training/service.ts'
import { gapsOf, waysOf } from './rules.ts'

/**
 * How the actor's own year is closed the shortest way: for each gap the classes that they may apply
 * for now and the forms of learning that they may declare. Empty where nothing is lacking; 404 for a
 * year without rules.
 */
export async function read(
  actor: Actor,
  { year }: { year: string },
): Promise<Reply<typeof readWays>> {
  const today = todayIn(actor.platform.clock.now())
  const gaps = await ledger.readGaps(actor, Number(year), today)
  const open = gapsOf(gaps)
  if (open.length === 0) return { items: [] }
  const wanted = open.some(({ category }) => category === null)
    ? categories
    : open.flatMap(({ category }) => category ?? [])
  const classes = await training.fittingClasses(actor, { year: Number(year), categories: wanted })
  return { items: waysOf(open, { classes, forms: gaps.forms }) }
}
