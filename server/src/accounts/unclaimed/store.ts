import type { AccountState } from '@xueshi/contract/accounts'
import type { DocumentType } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type Owner = { hash: Buffer; accountId: string; state: AccountState; name: string }

/** Whose these documents are, of those that are anybody's. */
export async function findOwners(db: Db, hashes: readonly Buffer[]): Promise<Owner[]> {
  const { rows } = await sql<Owner>`
    SELECT i.hash, a.id AS account_id, a.state, a.name
    FROM identities i JOIN accounts a ON a.id = i.account_id
    WHERE i.kind = 'document' AND i.hash = ANY (${[...hashes]}::bytea[])`.execute(db)
  return rows
}

export type UnclaimedRow = {
  id: string
  name: string
  country: string
  documentType: DocumentType
  documentNumberSealed: Buffer
  phoneSealed: Buffer
  emailSealed: Buffer
  hash: Buffer
}

/**
 * Accounts of people who have not registered, each with its document; answers the ids of those whose
 * document was still free. The others are not made.
 */
export async function insertMany(
  tx: Db,
  rows: readonly UnclaimedRow[],
  createdAt: Date,
): Promise<Set<string>> {
  const column = <Name extends keyof UnclaimedRow>(name: Name) => rows.map((row) => row[name])
  await sql`
    INSERT INTO accounts (id, state, name, individual, must_change_password, country, document_type,
      document_number_sealed, phone_sealed, email_sealed, created_at)
    SELECT id, 'unclaimed', name, true, false, country, document_type, number, phone, email, ${createdAt}
    FROM unnest(${column('id')}::uuid[], ${column('name')}::text[], ${column('country')}::text[],
      ${column('documentType')}::text[], ${column('documentNumberSealed')}::bytea[],
      ${column('phoneSealed')}::bytea[], ${column('emailSealed')}::bytea[])
      AS given (id, name, country, document_type, number, phone, email)`.execute(tx)
  const { rows: named } = await sql<{ id: string }>`
    INSERT INTO identities (kind, hash, account_id)
    SELECT 'document', hash, id FROM unnest(${column('hash')}::bytea[], ${column('id')}::uuid[]) AS given (hash, id)
    ON CONFLICT (kind, hash) DO NOTHING RETURNING account_id AS id`.execute(tx)
  const made = new Set(named.map(({ id }) => id))
  const taken = column('id').filter((id) => !made.has(id))
  if (taken.length > 0) await sql`DELETE FROM accounts WHERE id = ANY (${taken})`.execute(tx)
  return made
}
