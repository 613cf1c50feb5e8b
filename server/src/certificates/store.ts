import type { CertificateState } from '@xueshi/contract/certificates'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { writeLast } from '../platform/transaction.ts'
import type { CertificateFacts } from './rules.ts'

/** The next number of a city and year; its row is locked until the act is done, so none is lost or given twice. */
export async function nextNumber(tx: Db, year: number, cityCode: string): Promise<number> {
  const { last } = await tx
    .insertInto('certificateNumbers')
    .values({ year, cityCode, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['year', 'cityCode'])
        .doUpdateSet({ last: sql`certificate_numbers.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}

/** With the act's last statement: nothing in the act reads it again. */
export function insertCertificate(
  tx: Db,
  certificate: {
    id: string
    number: string
    code: string
    personId: string
    year: number
    facts: CertificateFacts
    issuedAt: Date
  },
): void {
  const { id, number, code, personId, year, facts, issuedAt } = certificate
  writeLast(
    tx,
    sql`INSERT INTO certificates (id, number, code, person_id, year, state, facts, issued_at)
      VALUES (${id}, ${number}, ${code}, ${personId}, ${year}, 'valid', ${JSON.stringify(facts)}, ${issuedAt})`,
  )
}

/** Moves a person's certificate of a year out of `from`; undefined when there is none to move. */
export async function endCertificate(
  tx: Db,
  { personId, year }: { personId: string; year: number },
  move: { from: readonly CertificateState[]; to: CertificateState; at: Date; reason: string },
) {
  return tx
    .updateTable('certificates')
    .set((is) => ({
      state: move.to,
      endedAt: move.at,
      endReason: move.reason,
      version: is('version', '+', 1),
    }))
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where('state', 'in', move.from)
    .returning(['id', 'number'])
    .executeTakeFirst()
}

const columns = [
  'id',
  'number',
  'code',
  'state',
  'facts',
  'issuedAt',
  'endedAt',
  'endReason',
] as const

export const findByCode = (db: Db, code: string) =>
  db.selectFrom('certificates').select(columns).where('code', '=', code).executeTakeFirst()

export const findByNumber = (db: Db, number: string) =>
  db.selectFrom('certificates').select(columns).where('number', '=', number).executeTakeFirst()

/** A person's own certificate. */
export const findOwn = (db: Db, personId: string, id: string) =>
  db
    .selectFrom('certificates')
    .select(columns)
    .where('id', '=', id)
    .where('personId', '=', personId)
    .executeTakeFirst()

export type CertificateRow = NonNullable<Awaited<ReturnType<typeof findByCode>>>
