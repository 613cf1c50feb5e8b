import type { Db } from '../../platform/database.ts'

/** Whose year it is, as a paper says it: the name as confirmed, and the employer that the year names. */
export async function findHolder(db: Db, personId: string, year: number) {
  return db
    .selectFrom('people')
    .leftJoin('years', (join) =>
      join.onRef('years.personId', '=', 'people.id').on('years.year', '=', year),
    )
    .leftJoin('units', 'units.id', 'years.unitId')
    .select(['people.name', 'units.name as unitName', 'years.series'])
    .where('people.id', '=', personId)
    .executeTakeFirst()
}
