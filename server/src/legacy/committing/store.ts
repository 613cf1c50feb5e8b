import type { DocumentType } from '@xueshi/contract/document-number'
import type { Category } from '@xueshi/contract/ledger'
import type { LegacyState } from '@xueshi/contract/legacy'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** The batch, if it is in `from`, held until the act is done; undefined otherwise. */
export const hold = (tx: Db, id: string, from: readonly LegacyState[]) =>
  tx
    .selectFrom('legacyBatches')
    .select(['id', 'undoReason'])
    .where('id', '=', id)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()

/** Whether somebody of the batch waits for a clerk; asked once it is held. */
export async function hasNear(tx: Db, batchId: string): Promise<boolean> {
  const one = await tx
    .selectFrom('legacyPeople')
    .select('id')
    .where('batchId', '=', batchId)
    .where('state', '=', sql.lit('near'))
    .limit(1)
    .executeTakeFirst()
  return one !== undefined
}

type Sealed = {
  id: string
  name: string
  documentType: DocumentType
  numberSealed: Buffer | null
}

/** People of the batch behind this one who have no account yet. */
export const listNew = (tx: Db, batchId: string, after: string, limit: number): Promise<Sealed[]> =>
  tx
    .selectFrom('legacyPeople')
    .select(['id', 'name', 'documentType', 'numberSealed'])
    .where('batchId', '=', batchId)
    .where('accountId', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .$castTo<Sealed>()
    .execute()

/** They have accounts from now on. */
export async function setAccounts(
  tx: Db,
  given: readonly { id: string; accountId: string }[],
): Promise<void> {
  await sql`
    UPDATE legacy_people n SET account_id = g.account_id
    FROM unnest(${given.map(({ id }) => id)}::uuid[], ${given.map(({ accountId }) => accountId)}::uuid[])
      AS g (id, account_id)
    WHERE n.id = g.id`.execute(tx)
}

export type KnownPerson = Sealed & { accountId: string; nameOnRecord: string; hasRecord: boolean }

/** Who was merged into another account since the file was checked is that other from now on. */
export async function followMerged(tx: Db, batchId: string): Promise<void> {
  await sql`
    UPDATE legacy_people n SET account_id = a.merged_into_id FROM accounts a
    WHERE n.batch_id = ${batchId} AND a.id = n.account_id AND a.merged_into_id IS NOT NULL`.execute(
    tx,
  )
}

/** The people of the batch's next accounts, all of each: after a merger two documents may be one's. */
export const peopleQuery = (batchId: string, after: string, limit: number) => sql<KnownPerson>`
  SELECT n.id, n.name, n.document_type, n.number_sealed, n.account_id, a.name AS name_on_record,
    EXISTS (SELECT FROM people p WHERE p.id = n.account_id) AS has_record
  FROM legacy_people n JOIN accounts a ON a.id = n.account_id
  WHERE n.batch_id = ${batchId} AND n.account_id IN (
    SELECT DISTINCT account_id FROM legacy_people
    WHERE batch_id = ${batchId} AND account_id > ${after} ORDER BY account_id LIMIT ${limit})
  ORDER BY n.account_id, n.id`

export const listPeople = async (db: Db, ...page: Parameters<typeof peopleQuery>) =>
  (await peopleQuery(...page).execute(db)).rows

export type TakenRow = {
  legacyPersonId: string
  rowNumber: number
  unitId: string | null
  unitName: string
  year: number
  series: string
  category: Category
  course: string
  hoursTenths: number
  subjects: number
  institution: string
  startOn: string
  endOn: string
}

/** Takes the rows of these people out of what was staged. */
export async function takeRows(tx: Db, ids: readonly string[]): Promise<TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    DELETE FROM legacy_rows WHERE legacy_person_id = ANY (${[...ids]}::uuid[])
    RETURNING legacy_person_id, row_number, unit_id, unit_name, year, series, category, course, hours_tenths, subjects,
      institution, start_on::text, end_on::text`.execute(tx)
  return rows.toSorted((one, other) => one.rowNumber - other.rowNumber)
}

export async function takeCertificates(tx: Db, ids: readonly string[]) {
  const { rows } = await sql<{
    legacyPersonId: string
    year: number
    number: string
    issuedOn: string
    issuer: string
  }>`
    DELETE FROM legacy_certificates WHERE legacy_person_id = ANY (${[...ids]}::uuid[])
    RETURNING legacy_person_id, year, number, issued_on::text, issuer`.execute(tx)
  return rows
}

/** The numbers of these people, and what they were looked for by, are not kept any more. */
export async function forgetNumbers(tx: Db, ids: readonly string[]): Promise<void> {
  const forgotten = {
    numberSealed: null,
    namePinyin: null,
    numberTail: null,
    birthDate: null,
    unitName: null,
  }
  await tx.updateTable('legacyPeople').set(forgotten).where('id', 'in', ids).execute()
}

/** The batch stands in the ledger. */
export async function commit(tx: Db, id: string, to: LegacyState, at: Date): Promise<void> {
  await tx
    .updateTable('legacyBatches')
    .set((is) => ({ state: to, committedAt: at, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function undo(tx: Db, id: string, to: LegacyState, at: Date): Promise<void> {
  await tx
    .updateTable('legacyBatches')
    .set((is) => ({ state: to, undoneAt: at, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
