import type { TemplateForm, TemplateState } from '@xueshi/contract/certificates/templates'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type TemplateRow = Omit<TemplateForm, 'sealId'> & {
  id: string
  regionCode: string
  state: TemplateState
  version: number
  sealId: string | null
  drafterId: string
  drafterName: string
  officeName: string
  updatedAt: Date
  effectiveFrom: string | null
  publisherName: string | null
  publishedAt: Date | null
  retirerName: string | null
  retiredAt: Date | null
  reason: string | null
  /** Whether a later one is in force in its place on that day. */
  isPast: boolean
}

/** With who acted, and how it stands on a day. */
const columns = (
  today: string,
) => sql`t.id, t.region_code, t.state, t.version, t.title, t.subtitle, t.statement,
  t.issuer, t.remark, t.seal_id, t.drafter_id, d.name AS drafter_name, u.name AS office_name, t.updated_at,
  t.effective_from::text AS effective_from, p.name AS publisher_name, t.published_at,
  r.name AS retirer_name, t.retired_at, t.reason,
  EXISTS (SELECT FROM certificate_templates l
          WHERE l.region_code = t.region_code AND l.state = 'published' AND l.effective_from <= ${today}::date
            AND (l.effective_from, l.published_at) > (t.effective_from, t.published_at)) AS is_past`
const joined = sql`certificate_templates t
  JOIN accounts d ON d.id = t.drafter_id
  JOIN units u ON u.id = t.office_unit_id
  LEFT JOIN accounts p ON p.id = t.publisher_id
  LEFT JOIN accounts r ON r.id = t.retirer_id`

type Page = { regionCode: string; today: string; after: string | undefined }

/** The versions of one office's region, newest first. */
export const templateQuery = ({ regionCode, today, after }: Page, limit: number) =>
  sql<TemplateRow>`
    SELECT ${columns(today)} FROM ${joined}
    WHERE t.region_code = ${regionCode} ${after === undefined ? sql`` : sql`AND t.id < ${after}`}
    ORDER BY t.id DESC LIMIT ${limit}`

export const list = async (db: Db, page: Page, limit: number) =>
  (await templateQuery(page, limit).execute(db)).rows

/** One of these regions'; undefined where it is of another, or a draft of an office above. */
export async function find(
  db: Db,
  id: string,
  {
    ownCode,
    regionCodes,
    today,
  }: { ownCode: string; regionCodes: readonly string[]; today: string },
): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`
    SELECT ${columns(today)} FROM ${joined}
    WHERE t.id = ${id} AND t.region_code = ANY (${regionCodes}::text[])
      AND (t.region_code = ${ownCode} OR t.effective_from IS NOT NULL)`.execute(db)
  return rows[0]
}

/** What of a template certificates are issued by. */
export type InForce = Omit<TemplateForm, 'sealId'> & {
  id: string
  regionCode: string
  officeName: string
  sealId: string | null
  sealSha256: Buffer | null
}

/** Which of each region is in force on a day; those that have none are left out. */
export const inForceQuery = (regionCodes: readonly string[], day: string) => sql<InForce>`
  SELECT t.id, t.region_code, u.name AS office_name, t.title, t.subtitle, t.statement, t.issuer, t.remark, t.seal_id,
    f.sha256 AS seal_sha256
  FROM unnest(${[...regionCodes]}::text[]) AS asked (region_code)
  JOIN LATERAL (
    SELECT * FROM certificate_templates t
    WHERE t.region_code = asked.region_code AND t.state = 'published' AND t.effective_from <= ${day}::date
    ORDER BY t.effective_from DESC, t.published_at DESC LIMIT 1
  ) t ON true
  JOIN units u ON u.id = t.office_unit_id
  LEFT JOIN certificate_seals s ON s.id = t.seal_id
  LEFT JOIN files f ON f.id = s.file_id`

export const listInForce = async (db: Db, regionCodes: readonly string[], day: string) =>
  (await inForceQuery(regionCodes, day).execute(db)).rows

/** Whether the picture has come, and is the account's own or one that the region's templates have had. */
export async function mayUse(
  db: Db,
  { sealId, accountId, regionCode }: { sealId: string; accountId: string; regionCode: string },
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM certificate_seals s WHERE s.id = ${sealId} AND s.file_id IS NOT NULL
      AND (s.account_id = ${accountId}
           OR EXISTS (SELECT FROM certificate_templates t WHERE t.seal_id = s.id AND t.region_code = ${regionCode}))`.execute(
    db,
  )
  return rows.length > 0
}

type Draft = {
  id: string
  regionCode: string
  officeUnitId: string
  drafterId: string
  updatedAt: Date
}

export async function insert(tx: Db, draft: Draft, form: TemplateForm): Promise<void> {
  await tx
    .insertInto('certificateTemplates')
    .values({ ...draft, ...form, state: 'draft' })
    .execute()
}

/** Which one a move is of: the office's own, seen in this version, in one of these states. */
export type Guard = {
  id: string
  regionCode: string
  version: number
  from: readonly TemplateState[]
}

const guarded = (tx: Db, { id, regionCode, version, from }: Guard) =>
  tx
    .updateTable('certificateTemplates')
    .set((is) => ({ version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('regionCode', '=', regionCode)
    .where('version', '=', version)
    .where('state', 'in', from)

/** The draft says what the form says; false when the guard did not hold. */
export async function edit(
  tx: Db,
  guard: Guard,
  form: TemplateForm,
  by: { drafterId: string; updatedAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await guarded(tx, guard)
    .set({ ...form, ...by })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function discard(tx: Db, guard: Guard, to: TemplateState): Promise<boolean> {
  const { numUpdatedRows } = await guarded(tx, guard).set({ state: to }).executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Not by whoever wrote it last. */
export async function publish(
  tx: Db,
  guard: Guard,
  {
    to,
    ...set
  }: { to: TemplateState; effectiveFrom: string; publisherId: string; publishedAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await guarded(tx, guard)
    .set({ ...set, state: to })
    .where('drafterId', '<>', set.publisherId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function retire(
  tx: Db,
  guard: Guard,
  { to, ...set }: { to: TemplateState; retirerId: string; retiredAt: Date; reason: string },
): Promise<boolean> {
  const { numUpdatedRows } = await guarded(tx, guard)
    .set({ ...set, state: to })
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Under which key the seal of a template lies. */
export async function findSealKey(db: Db, sealId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('certificateSeals')
    .innerJoin('files', 'files.id', 'certificateSeals.fileId')
    .select('files.key')
    .where('certificateSeals.id', '=', sealId)
    .executeTakeFirst()
  return found?.key
}
