import type { SeatLevel } from '@xueshi/contract/actor'
import type { InvitationState } from '@xueshi/contract/orgs/invitations'
import type { StaffedKind } from '@xueshi/contract/orgs/staff'
import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { StaffInvitations } from '../../platform/tables.ts'

export type InvitationRow = {
  id: string
  version: number
  state: InvitationState
  unitId: string
  unitName: string
  kind: StaffedKind
  level: SeatLevel
  name: string
  accountId: string | null
  addressMasked: string | null
  createdAt: Date
  expiresAt: Date
}

const columns = sql`i.id, i.version, i.state, i.unit_id, u.name AS unit_name, i.kind, i.level, i.name,
  i.account_id, i.address_masked, i.created_at, i.expires_at`

/** Whose invitations an actor may see: those that a unit sent for one kind of work, or those of an account. */
export type Side = { unitId: string; kind: StaffedKind } | { accountId: string }
const within = (side: Side): RawBuilder<boolean> =>
  'unitId' in side
    ? sql<boolean>`i.unit_id = ${side.unitId} AND i.kind = ${side.kind}`
    : sql<boolean>`i.account_id = ${side.accountId}`

/** Undefined where the account is invited already, and its answer is still open. */
export async function insert(
  tx: Db,
  invitation: Insertable<StaffInvitations>,
): Promise<{ id: string } | undefined> {
  return tx
    .insertInto('staffInvitations')
    .values(invitation)
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'unitId', 'kind'])
        .where(sql<boolean>`state = 'offered' AND account_id IS NOT NULL`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
}

/** What the unit sent last, newest first. */
export async function listSent(db: Db, side: Side, limit: number): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    SELECT ${columns} FROM staff_invitations i JOIN units u ON u.id = i.unit_id
    WHERE ${within(side)} ORDER BY i.id DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** What the account may still answer, oldest first. */
export async function listOpen(db: Db, accountId: string, now: Date): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    SELECT ${columns} FROM staff_invitations i JOIN units u ON u.id = i.unit_id
    WHERE i.account_id = ${accountId} AND i.state = 'offered' AND i.expires_at > ${now}
    ORDER BY i.id LIMIT 100`.execute(db)
  return rows
}

/** An invitation as one of its two sides sees it; undefined for everybody else. */
export async function find(db: Db, id: string, side: Side): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`
    SELECT ${columns} FROM staff_invitations i JOIN units u ON u.id = i.unit_id
    WHERE i.id = ${id} AND ${within(side)}`.execute(db)
  return rows[0]
}

/** The invitation that a link is for, as long as it stands, with where it goes. */
export async function findOffered(db: Db, id: string, now: Date) {
  const { rows } = await sql<InvitationRow & { addressSealed: Buffer | null }>`
    SELECT ${columns}, i.address_sealed FROM staff_invitations i
    JOIN units u ON u.id = i.unit_id AND u.state = 'approved'
    WHERE i.id = ${id} AND i.state = 'offered' AND i.expires_at > ${now}`.execute(db)
  return rows[0]
}

/**
 * The invitation that came by a link is the account's from now on, if nobody else's account came
 * before it. `invited`: the unit has invited the account by another way already.
 */
export async function claim(
  tx: Db,
  { id, accountId, now }: { id: string; accountId: string; now: Date },
): Promise<'claimed' | 'refused' | 'invited'> {
  await sql`SAVEPOINT claiming`.execute(tx)
  try {
    const { rows } = await sql`
      UPDATE staff_invitations SET account_id = ${accountId}, version = version + 1
      WHERE id = ${id} AND state = 'offered' AND expires_at > ${now} AND account_id IS NULL RETURNING id`.execute(
      tx,
    )
    return rows.length > 0 ? 'claimed' : 'refused'
  } catch (error) {
    if (Reflect.get(Object(error), 'constraint') !== 'staff_invitations_once') throw error
    await sql`ROLLBACK TO SAVEPOINT claiming`.execute(tx)
    return 'invited'
  }
}

/** One guarded move of an invitation that is in time; undefined when it no longer stands as it was seen. */
export async function move(
  tx: Db,
  { id, version, side, at }: { id: string; version: number; side: Side; at: Date },
  { from, to }: { from: readonly InvitationState[]; to: InvitationState },
): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`
    UPDATE staff_invitations i SET state = ${to}, version = i.version + 1, decided_at = ${at}
    FROM units u
    WHERE u.id = i.unit_id AND i.id = ${id} AND i.version = ${version} AND i.state = ANY (${from}::text[])
      AND i.expires_at > ${at} AND ${within(side)} AND (${to} <> 'accepted' OR u.state = 'approved')
    RETURNING ${columns}`.execute(tx)
  return rows[0]
}

/** The account's seat of this kind at the unit, the one that it had or a new one. */
export async function seat(
  tx: Db,
  seat: {
    id: string
    unitId: string
    accountId: string
    kind: StaffedKind
    level: SeatLevel
    at: Date
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO unit_staff (id, unit_id, account_id, kind, level, created_at)
    VALUES (${seat.id}, ${seat.unitId}, ${seat.accountId}, ${seat.kind}, ${seat.level}, ${seat.at})
    ON CONFLICT (account_id, unit_id, kind) WHERE ended_at IS NULL DO UPDATE SET level = unit_staff.level
    RETURNING id`.execute(tx)
  const [made] = rows
  if (!made) throw new Error('a seat was neither made nor found')
  return made.id
}

/** Whether the account has a seat of this kind at the unit. */
export async function isSeated(
  db: Db,
  { unitId, accountId, kind }: { unitId: string; accountId: string; kind: StaffedKind },
): Promise<boolean> {
  const found = await db
    .selectFrom('unitStaff')
    .select('id')
    .where('unitId', '=', unitId)
    .where('accountId', '=', accountId)
    .where('kind', '=', kind)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}

/** Invitations whose days are over say so; those of one account and unit, or all of them. */
export async function expire(
  db: Db,
  now: Date,
  only?: { accountId: string; unitId: string },
): Promise<void> {
  await db
    .updateTable('staffInvitations')
    .set((is) => ({ state: 'expired' as const, decidedAt: now, version: is('version', '+', 1) }))
    .where('state', '=', 'offered')
    .where('expiresAt', '<=', now)
    .$if(only !== undefined, (query) =>
      query.where('accountId', '=', only?.accountId ?? '').where('unitId', '=', only?.unitId ?? ''),
    )
    .execute()
}
