import type { ActorKind } from '@xueshi/contract/actor'
import type { Db } from '../../platform/database.ts'

/** The live unit of this unified code. */
export const findUnit = (db: Db, code: string) =>
  db
    .selectFrom('units')
    .select(['id', 'name'])
    .where('code', '=', code)
    .where('state', '=', 'approved')
    .executeTakeFirst()

/** The HR&SS office of the province itself, where there is one. */
export const findProvincialOffice = (db: Db) =>
  db
    .selectFrom('unitCapabilities as c')
    .innerJoin('units as u', 'u.id', 'c.unitId')
    .select(['u.id', 'u.name'])
    .where('c.capability', '=', 'hrss')
    .where('c.regionCode', '=', '440000')
    .where('u.state', '=', 'approved')
    .executeTakeFirst()

/** Which administrator the account is already. */
export const findOffice = (db: Db, accountId: string) =>
  db
    .selectFrom('unitStaff')
    .select('kind')
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('kind', 'in', ['systemAdmin', 'securityAdmin', 'auditAdmin'] satisfies ActorKind[])
    .executeTakeFirst()

/** Whether the unit is an HR&SS office. */
export async function isHrssOffice(db: Db, unitId: string): Promise<boolean> {
  const found = await db
    .selectFrom('unitCapabilities')
    .select('unitId')
    .where('unitId', '=', unitId)
    .where('capability', '=', 'hrss')
    .executeTakeFirst()
  return found !== undefined
}

/** Who manages the unit in this work and can log in. */
export const findManager = (db: Db, unitId: string, kind: ActorKind) =>
  db
    .selectFrom('unitStaff as s')
    .innerJoin('accounts as a', 'a.id', 's.accountId')
    .select('a.name')
    .where('s.unitId', '=', unitId)
    .where('s.kind', '=', kind)
    .where('s.level', '=', 'manager')
    .where('s.endedAt', 'is', null)
    .where('a.state', '=', 'active')
    .orderBy('s.id')
    .executeTakeFirst()
