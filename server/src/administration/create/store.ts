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
