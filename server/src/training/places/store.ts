import type { EnrolmentAct, EnrolmentState } from '@xueshi/contract/training/enrolments'
import type { ClassState, Confirmation } from '@xueshi/contract/training/classes'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { given } from '../../platform/given.ts'
import { withNext } from '../../platform/naming-client.ts'
import { writeLast } from '../../platform/transaction.ts'
import { confirmedOf, countsOf, type PlacesRow } from '../classes/store.ts'

export type LockedClass = {
  id: string
  institutionId: string
  state: ClassState
  version: number
  name: string
  startsOn: string
  startsAt: Date
  signUpTo: Date
  place: string
  confirmation: Confirmation
  promotes: boolean
  drawnAt: Date | null
  /** Whether places kept for units ended with this sign-up: only those are kept that somebody of the unit wants. */
  keptEnded: boolean
  plan: number
}

/**
 * Locks the places of a class until the act is done: whoever gives out, gives up or asks for a place comes one
 * after the other. It goes with the next statement; what that one reads is as it stands behind the lock.
 */
export async function lockPlaces(tx: Db, classId: string): Promise<void> {
  await sql`SELECT FROM class_places WHERE class_id = ${classId} FOR UPDATE${sql.raw(withNext)}`.execute(
    tx,
  )
}

const lockedColumns = sql`c.id, c.institution_id, c.state, c.version, c.name, c.starts_on, c.starts_at, c.sign_up_to, c.place,
  c.confirmation, c.promotes, d.drawn_at, coalesce(c.kept_ended_of = c.sign_up_to, false) AS kept_ended, p.plan_count AS plan`
const ofClass = sql`FROM classes c JOIN class_places p ON p.class_id = c.id LEFT JOIN class_draws d ON d.class_id = c.id`

/** The class, with its places locked. */
export async function lock(tx: Db, classId: string): Promise<LockedClass | undefined> {
  await lockPlaces(tx, classId)
  const { rows } = await sql<LockedClass>`
    SELECT ${lockedColumns} ${ofClass} WHERE c.id = ${classId}`.execute(tx)
  return rows[0]
}

export type Asked = {
  id: string
  personId: string
  unitId: string
  state: EnrolmentState
}

/** The class with its places locked, which of them are taken, and those of its enrolments that are asked for, in their order. */
export async function lockWith(
  tx: Db,
  classId: string,
  ids: readonly string[],
): Promise<(LockedClass & { room: RoomRow; asked: Asked[] }) | undefined> {
  await lockPlaces(tx, classId)
  const { rows } = await sql<LockedClass & { room: RoomRow; asked: Asked[] }>`
    SELECT ${lockedColumns}, ${roomOfPlaces} AS room,
      (SELECT coalesce(json_agg(json_build_object('id', e.id, 'personId', e.person_id, 'unitId', e.unit_id, 'state', e.state)
          ORDER BY e.rank, e.id), '[]')
        FROM enrolments e WHERE e.class_id = c.id AND e.id = ANY (${[...ids]}::uuid[])) AS asked
    ${ofClass} WHERE c.id = ${classId}`.execute(tx)
  return rows[0]
}

export type RoomRow = {
  plan: number
  confirmed: Record<string, number>
  units: { unitId: string; kept: number }[]
  /** Whether anybody waits for a place. */
  waits: boolean
}

/** The rows that say which places of `class_places p` are taken, as one JSON; true only while they are locked. */
export const roomOfPlaces = sql`json_build_object('plan', p.plan_count,
  'confirmed', (SELECT coalesce(json_object_agg(t.unit_id, t.n), '{}') FROM (SELECT e.unit_id, count(*)::int AS n FROM enrolments e
    WHERE e.class_id = p.class_id AND e.state = 'confirmed' GROUP BY e.unit_id) t),
  'units', (SELECT coalesce(json_agg(json_build_object('unitId', k.unit_id, 'kept', k.kept_count - k.released_count)), '[]')
    FROM class_units k WHERE k.class_id = p.class_id AND k.kept_count > k.released_count),
  'waits', EXISTS (SELECT FROM enrolments w WHERE w.class_id = p.class_id AND w.state = 'waitlisted'))`

/** Which places of a class are taken; true only while they are locked. */
export async function findRoom(db: Db, classId: string): Promise<RoomRow> {
  const { rows } = await sql<{ room: RoomRow }>`
    SELECT ${roomOfPlaces} AS room FROM class_places p WHERE p.class_id = ${classId}`.execute(db)
  return rows[0]?.room ?? { plan: 0, confirmed: {}, units: [], waits: false }
}

/** How the places of an institution's own class stand. */
export async function findPlaces(
  db: Db,
  { id, institutionId }: { id: string; institutionId: string },
): Promise<PlacesRow | undefined> {
  const { rows } = await sql<PlacesRow>`
    SELECT p.plan_count, p.confirmed_count, ${countsOf} AS counts,
      (SELECT coalesce(json_agg(json_build_object('unitId', k.unit_id, 'kept', k.kept_count, 'released', k.released_count,
          'confirmed', ${confirmedOf})), '[]') FROM class_units k WHERE k.class_id = c.id) AS units
    FROM classes c JOIN class_places p ON p.class_id = c.id
    WHERE c.id = ${id} AND c.institution_id = ${institutionId}`.execute(db)
  return rows[0]
}

export type Queued = { id: string; personId: string; unitId: string }

/**
 * Those who come first of who is in these states: as many of all as there are places left, and for each unit with
 * places kept as many of its own. Nobody behind them could get a place. `except` is passed over.
 */
export async function listNext(
  tx: Db,
  classId: string,
  {
    free,
    keptUnits,
    states = ['waitlisted'],
    except = null,
  }: {
    free: number
    keptUnits: readonly string[]
    states?: readonly EnrolmentState[]
    except?: string | null
  },
): Promise<Queued[]> {
  const waiting = sql`FROM enrolments e WHERE e.class_id = ${classId} AND e.state = ANY (${[...states]}::text[])
    AND e.person_id IS DISTINCT FROM ${except}::uuid`
  const { rows } = await sql<Queued>`
    SELECT DISTINCT ON (n.rank, n.id) n.id, n.person_id, n.unit_id FROM (
      (SELECT e.id, e.person_id, e.unit_id, e.rank ${waiting} ORDER BY e.rank, e.id LIMIT ${free})
      UNION ALL
      (SELECT e.id, e.person_id, e.unit_id, e.rank ${waiting} AND e.unit_id = ANY (${[...keptUnits]}::uuid[])
        ORDER BY e.rank, e.id LIMIT ${keptUnits.length === 0 ? 0 : free})
    ) n ORDER BY n.rank, n.id`.execute(tx)
  return rows
}

export type Moving = {
  classId: string
  ids: readonly string[]
  from: readonly EnrolmentState[]
  to: EnrolmentState
  act: EnrolmentAct
  reason: string | null
  byName: string
  at: Date
  /** Ids for the lines of the timeline, one for each enrolment. */
  eventIds: readonly string[]
  /** Where in the order they stand from now on; unsaid: where they stood. */
  rank?: 'first' | 'last'
  /** Known once the class is over, for those who look at later applications of theirs; unsaid: as it stood. */
  neverCame?: boolean
}

/** Moves enrolments of one class that are in these states, and tells their timelines; answers who was moved. */
export async function move(tx: Db, moving: Moving): Promise<Queued[]> {
  const { classId, ids, from, to, act, reason, byName, at, eventIds, rank, neverCame } = moving
  if (ids.length === 0) return []
  const moved = ids.map((id, turn) => ({ id, eventId: eventIds[turn], turn: turn + 1 }))
  const before = sql`(SELECT coalesce(min(o.rank), 1) FROM enrolments o WHERE o.class_id = ${classId})`
  const behind = sql`(SELECT p.last_rank FROM class_places p WHERE p.class_id = ${classId})`
  const ranked = {
    first: sql`, rank = ${before} - ${ids.length}::int + m.turn - 1`,
    last: sql`, rank = ${behind} + m.turn`,
    same: sql``,
  }[rank ?? 'same']
  const came = neverCame === undefined ? sql`` : sql`, never_came = ${neverCame}`
  const lengthened =
    rank === 'last'
      ? sql`, lengthened AS (UPDATE class_places SET last_rank = last_rank + ${ids.length} WHERE class_id = ${classId})`
      : sql``
  const { rows } = await sql<Queued>`
    WITH moved AS (
      UPDATE enrolments e SET state = ${to}, version = e.version + 1, reason = ${reason}, decided_at = ${at}${ranked}${came}
      FROM ${given('m', moved, { id: 'uuid', eventId: 'uuid', turn: 'int' })}
      WHERE e.id = m.id AND e.class_id = ${classId} AND e.state = ANY (${[...from]}::text[])
      RETURNING e.id, e.person_id, e.unit_id, m.event_id, m.turn
    ), told AS (
      INSERT INTO enrolment_events (enrolment_id, id, at, act, by_name, reason)
      SELECT id, event_id, ${at}, ${act}, ${byName}, ${reason} FROM moved
    )${lengthened}
    SELECT id, person_id, unit_id FROM moved ORDER BY turn`.execute(tx)
  return rows
}

const counts = (classId: string) => sql`
  UPDATE class_places p SET confirmed_count = n.confirmed, applied_count = n.wanting + n.confirmed
  FROM (SELECT (count(*) FILTER (WHERE e.state = 'confirmed'))::int AS confirmed,
      (count(*) FILTER (WHERE e.state <> 'confirmed'))::int AS wanting
    FROM enrolments e WHERE e.class_id = ${classId} AND e.state IN ('applied', 'confirmed', 'waitlisted')) n
  WHERE p.class_id = ${classId}`

/** Writes the counts as the rows are; the CHECK on it is the second fence. */
export async function recount(tx: Db, classId: string): Promise<void> {
  await counts(classId).execute(tx)
}

/** The same with the act's last round trip, for an act that neither moves nor counts afterwards. */
export const recountLast = (tx: Db, classId: string): void => writeLast(tx, counts(classId))

/** Another plan, and other places kept, for a class whose places are locked. */
export async function resize(
  tx: Db,
  classId: string,
  { plan, units }: { plan: number; units: readonly { unitId: string; kept: number }[] },
): Promise<void> {
  const ids = units.map(({ unitId }) => unitId)
  await sql`
    WITH planned AS (UPDATE class_places SET plan_count = ${plan} WHERE class_id = ${classId}),
    gone AS (DELETE FROM class_units WHERE class_id = ${classId} AND unit_id <> ALL (${ids}::uuid[]))
    INSERT INTO class_units (class_id, unit_id, kept_count)
    SELECT ${classId}, k.unit_id, k.kept FROM unnest(${ids}::uuid[], ${units.map(({ kept }) => kept)}::int[]) AS k (unit_id, kept)
    ON CONFLICT (class_id, unit_id) DO UPDATE SET kept_count = excluded.kept_count, released_count = 0`.execute(
    tx,
  )
}

/** Of the places kept for units, those that nobody of the unit wants are kept no longer; answers whose they were. */
export async function releaseKept(
  tx: Db,
  classId: string,
): Promise<{ unitId: string; count: number }[]> {
  const { rows } = await sql<{ unitId: string; count: number }>`
    WITH unwanted AS (
      SELECT k.unit_id, k.kept_count - k.released_count - (SELECT count(*)::int FROM enrolments e WHERE e.class_id = k.class_id
        AND e.unit_id = k.unit_id AND e.state IN ('applied', 'confirmed', 'waitlisted')) AS count
      FROM class_units k WHERE k.class_id = ${classId}
    )
    UPDATE class_units k SET released_count = k.released_count + u.count FROM unwanted u
    WHERE k.class_id = ${classId} AND k.unit_id = u.unit_id AND u.count > 0
    RETURNING k.unit_id, u.count`.execute(tx)
  return rows
}

export type Drawn = { id: string; personId: string; unitId: string; number: number }

/** Those who take part in a draw, in the order of their applications. */
export async function listApplied(tx: Db, classId: string): Promise<Drawn[]> {
  return tx
    .selectFrom('enrolments')
    .select(['id', 'personId', 'unitId', 'number'])
    .where('classId', '=', classId)
    .where('state', '=', 'applied')
    .orderBy('rank')
    .orderBy('id')
    .execute()
}

/** The order of places is from now on the one given. */
export async function rankAs(tx: Db, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE enrolments e SET rank = o.turn FROM (SELECT id, row_number() OVER ()::int AS turn
      FROM unnest(${[...ids]}::uuid[]) AS id) o
    WHERE e.id = o.id`.execute(tx)
}

/** The seed of a draw that was promised and not held yet. */
export async function findSeed(tx: Db, classId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('classDraws')
    .select('seed')
    .where('classId', '=', classId)
    .where('drawnAt', 'is', null)
    .executeTakeFirst()
  return row?.seed
}

/** A draw was held: its outcome stands as it was on that day. */
export async function closeDraw(
  tx: Db,
  classId: string,
  { at, plan, outcome }: { at: Date; plan: number; outcome: readonly [number, boolean, boolean][] },
): Promise<void> {
  await tx
    .updateTable('classDraws')
    .set({ drawnAt: at, planCount: plan, outcome: JSON.stringify(outcome) })
    .where('classId', '=', classId)
    .execute()
}
