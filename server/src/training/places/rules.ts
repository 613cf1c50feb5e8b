import { createHash } from 'node:crypto'

/** What of a class is still to be had: in all, by anybody, and by those for whose unit places are kept. */
export type Room = {
  /** 拟招人数 without those who are confirmed. */
  free: number
  /** Places that are kept for nobody: below 0 where more are kept than there is room for. */
  general: number
  /** Unit id → places kept for it that nobody of it has yet. */
  kept: Readonly<Record<string, number>>
}

/** A class's places from its rows: a unit takes what is kept for it first, and then as anybody does. */
export function roomOf({
  plan,
  confirmed,
  units,
}: {
  plan: number
  /** How many are confirmed, by unit. */
  confirmed: Readonly<Record<string, number>>
  units: readonly { unitId: string; kept: number }[]
}): Room {
  const keptFor = new Map(units.map(({ unitId, kept }) => [unitId, kept]))
  const all = new Set([...keptFor.keys(), ...Object.keys(confirmed)])
  let taken = 0
  let bound = 0
  const kept: Record<string, number> = {}
  for (const unitId of all) {
    const has = confirmed[unitId] ?? 0
    const holds = keptFor.get(unitId) ?? 0
    taken += has
    bound += Math.max(has, holds)
    if (holds > has) kept[unitId] = holds - has
  }
  return { free: plan - taken, general: plan - bound, kept }
}

export type Wanting = { id: string; unitId: string }
/** Why somebody finds no place: all are taken, or those left are kept for others. */
export type Bound = 'FULL' | 'KEPT'

/**
 * Gives places out in the order given: to each a place kept for their unit if there is one, else one of
 * anybody's. Who finds none is passed by, and the next may find one. Pure: it decides and writes nothing.
 */
export function place<One extends Wanting>(
  room: Room,
  inOrder: readonly One[],
): { placed: (One & { kept: boolean })[]; left: One[] } {
  let { free, general } = room
  const kept = { ...room.kept }
  const placed: (One & { kept: boolean })[] = []
  const left: One[] = []
  for (const one of inOrder) {
    const own = kept[one.unitId] ?? 0
    if (free > 0 && own > 0) {
      kept[one.unitId] = own - 1
      placed.push({ ...one, kept: true })
    } else if (free > 0 && general > 0) {
      general -= 1
      placed.push({ ...one, kept: false })
    } else {
      left.push(one)
      continue
    }
    free -= 1
  }
  return { placed, left }
}

/** Which limit keeps somebody of this unit out; null: there would be a place. */
export function boundOf({ free, general, kept }: Room, unitId: string): Bound | null {
  if (free <= 0) return 'FULL'
  return general > 0 || (kept[unitId] ?? 0) > 0 ? null : 'KEPT'
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What is published of a seed before the draw: nobody can find the seed from it, nor another seed for it. */
export const commitmentOf = (seed: string): string => sha256(seed)

/**
 * The order of a draw: by SHA-256 of `seed:number`, as hexadecimal text. Whoever has the seed and the
 * numbers comes to the same order with any tool.
 */
export function drawnOrder<One extends { number: number }>(
  seed: string,
  drawn: readonly One[],
): One[] {
  return drawn
    .map((one) => ({ one, lot: sha256(`${seed}:${one.number}`) }))
    .toSorted((first, second) => (first.lot < second.lot ? -1 : 1))
    .map(({ one }) => one)
}
