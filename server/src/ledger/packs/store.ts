import type { Db } from '../../platform/database.ts'

/** Whose pack it is, as the record of the person stands today. */
export const findHolder = (db: Db, personId: string) =>
  db
    .selectFrom('people')
    .innerJoin('accounts', 'accounts.id', 'people.id')
    .leftJoin('profiles', (join) =>
      join.onRef('profiles.personId', '=', 'people.id').on('profiles.state', '=', 'confirmed'),
    )
    .leftJoin('units', 'units.id', 'people.unitId')
    .select([
      'people.name',
      'accounts.documentType',
      'accounts.documentNumberSealed',
      'profiles.title',
      'units.name as unitName',
    ])
    .where('people.id', '=', personId)
    .executeTakeFirst()
