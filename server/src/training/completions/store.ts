import type { Category } from '@xueshi/contract/ledger'
import type { TitleLevel } from '@xueshi/contract/people'
import type {
  CompletionReason,
  CompletionState,
  ItemResult,
} from '@xueshi/contract/training/completions'
import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { CompletionBatches } from '../../platform/tables.ts'
import type { Subject } from './rules.ts'

/** A platform: the unit that reports, and the code by which public subjects name it. */
export type Platform = { unitId: string; code: string }

export async function findCode(db: Db, unitId: string): Promise<string> {
  const { code } = await db
    .selectFrom('units')
    .select('code')
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow()
  return code
}

const reportable = ({ unitId, code }: Platform) => sql`
  SELECT c.id, 'course' AS kind, c.name, c.category, c.year, c.total_tenths AS hours_tenths, c.series, c.levels,
    NULL AS region_code, c.year || '-01-01' AS "from", c.year || '-12-31' AS "to",
    (SELECT count(*)::int FROM course_subjects s WHERE s.course_id = c.id) AS subjects
  FROM courses c WHERE c.state = 'published' AND (c.unit_id = ${unitId} OR c.shared)
  UNION ALL
  SELECT t.id, 'topic', t.title, 'public', t.year, t.hours_tenths, NULL, '{}'::text[], t.region_code,
    t.open_from::text, t.open_to::text, 1
  FROM topics t WHERE t.state = 'published' AND t.platform_code = ${code}`

/** Those of these courses and public subjects that the platform may report. */
export async function findSubjects(
  db: Db,
  platform: Platform,
  ids: readonly string[],
): Promise<Subject[]> {
  const { rows } = await sql<Subject>`
    SELECT * FROM (${reportable(platform)}) s WHERE s.id = ANY (${ids}::uuid[])`.execute(db)
  return rows
}

/** What a platform may report of a year; a year has some hundreds of them. */
export async function listSubjects(db: Db, platform: Platform, year: number): Promise<Subject[]> {
  const { rows } = await sql<Subject>`
    SELECT * FROM (${reportable(platform)}) s WHERE s.year = ${year}
    ORDER BY s.kind DESC, s.name COLLATE "C", s.id LIMIT 1000`.execute(db)
  return rows
}

export type LearnerRow = {
  hash: Buffer
  personId: string
  name: string
  unitId: string | null
  series: string | null
  titleLevel: TitleLevel | null
  regionCode: string | null
}

/** The people who hold these documents, each with the profile in force and the unit. */
export async function findLearners(db: Db, hashes: readonly Buffer[]): Promise<LearnerRow[]> {
  const { rows } = await sql<LearnerRow>`
    SELECT i.hash, a.id AS person_id, a.name, e.unit_id, p.series, p.title_level, u.region_code
    FROM identities i
    JOIN accounts a ON a.id = i.account_id AND a.individual
    LEFT JOIN profiles p ON p.person_id = a.id AND p.state = 'confirmed'
    LEFT JOIN LATERAL (
      SELECT e.unit_id FROM employments e
      WHERE e.person_id = a.id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')
      ORDER BY e.applied_at DESC LIMIT 1
    ) e ON true
    LEFT JOIN units u ON u.id = e.unit_id
    WHERE i.kind = 'document' AND i.hash = ANY (${hashes}::bytea[])`.execute(db)
  return rows
}

/**
 * Holds these people until the act is done, in one order for all: two calls that report one person
 * and course at once come one after the other. Locks nothing that anybody else waits for.
 */
export async function holdPeople(tx: Db, ids: readonly string[]): Promise<void> {
  await tx
    .selectFrom('people')
    .select('id')
    .where('id', '=', sql<string>`ANY (${[...ids]}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/**
 * Which of these people have been credited with which of these courses, by a platform or by a class: `person course`.
 * A course is of one year.
 */
export async function findCredited(
  tx: Db,
  people: readonly string[],
  courses: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string; courseId: string }>`
    SELECT person_id, course_id FROM completions
    WHERE state = 'credited' AND person_id = ANY (${people}::uuid[]) AND course_id = ANY (${courses}::uuid[])
    UNION ALL
    SELECT e.person_id, c.course_id FROM classes c JOIN enrolments e ON e.class_id = c.id AND e.state = 'completed'
    WHERE c.course_id = ANY (${courses}::uuid[]) AND e.person_id = ANY (${people}::uuid[])`.execute(
    tx,
  )
  return new Set(rows.map(({ personId, courseId }) => `${personId} ${courseId}`))
}

/** What the unit reported under these references before, held until the act is done. */
export async function findReported(tx: Db, unitId: string, references: readonly string[]) {
  return tx
    .selectFrom('completions')
    .select(['id', 'reference', 'state', 'reason'])
    .where('unitId', '=', unitId)
    .where('reference', 'in', references)
    .orderBy('id')
    .forUpdate()
    .execute()
}

export type NewCompletion = {
  id: string
  reference: string
  state: CompletionState
  reason: CompletionReason | null
  documentHash: Buffer | null
  numberMasked: string
  name: string
  personId: string | null
  courseId: string | null
  courseName: string | null
  category: Category | null
  year: number | null
  hoursTenths: number
  startOn: string
  endOn: string
}

export type NewBatch = Omit<Insertable<CompletionBatches>, 'results'> & {
  results: readonly ItemResult[]
  receivedAt: Date
}

/**
 * A call with its lines. A line that was refused, or whose person was not found, is what this call
 * says now. A reference that another call took meanwhile throws: the caller's own look is too old.
 */
export async function insertBatch(
  tx: Db,
  batch: NewBatch,
  lines: readonly NewCompletion[],
): Promise<void> {
  const { id: batchId, unitId, receivedAt } = batch
  await tx
    .insertInto('completionBatches')
    .values({ ...batch, results: JSON.stringify(batch.results) })
    .execute()
  if (lines.length === 0) return
  const held = await tx
    .insertInto('completions')
    .values(lines.map((line) => ({ ...line, unitId, batchId, receivedAt })))
    .onConflict((conflict) =>
      conflict
        .columns(['unitId', 'reference'])
        .doUpdateSet((is) => ({
          batchId,
          receivedAt,
          state: is.ref('excluded.state'),
          reason: is.ref('excluded.reason'),
          documentHash: is.ref('excluded.documentHash'),
          numberMasked: is.ref('excluded.numberMasked'),
          name: is.ref('excluded.name'),
          personId: is.ref('excluded.personId'),
          courseId: is.ref('excluded.courseId'),
          courseName: is.ref('excluded.courseName'),
          category: is.ref('excluded.category'),
          year: is.ref('excluded.year'),
          hoursTenths: is.ref('excluded.hoursTenths'),
          startOn: is.ref('excluded.startOn'),
          endOn: is.ref('excluded.endOn'),
          version: is('completions.version', '+', 1),
        }))
        .where('completions.state', 'in', ['refused', 'unmatched'])
        .whereRef('completions.id', '=', 'excluded.id'),
    )
    .returning('id')
    .execute()
  if (held.length < lines.length) throw new Error('a reference was taken by a call beside this one')
}

export async function findBatch(db: Db, unitId: string, id: string) {
  return db
    .selectFrom('completionBatches')
    .select(['id', 'receivedAt', 'credited', 'unmatched', 'refused', 'repeated', 'results'])
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .executeTakeFirst()
}

/** How the unit's line of this reference stands. */
export const findReference = (db: Db, unitId: string, reference: string) =>
  db
    .selectFrom('completions')
    .select(['reference', 'state', 'reason'])
    .where('unitId', '=', unitId)
    .where('reference', '=', reference)
    .executeTakeFirst()

/** What became of a line that is held. */
export async function save(
  tx: Db,
  id: string,
  values: Partial<
    Pick<
      NewCompletion,
      'state' | 'reason' | 'personId' | 'courseId' | 'courseName' | 'category' | 'year'
    >
  > & { reversedWhy?: string },
): Promise<void> {
  await tx
    .updateTable('completions')
    .set((is) => ({ ...values, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
