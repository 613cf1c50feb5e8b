import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  /** Connects as the owner of every table. */
  ownerUrl: string
  /** Connects as the application does. */
  appUrl: string
  /** Connects as superuser, past every grant: for tests of tampering. */
  adminUrl: string
  /** Ends what is still connected and removes the database. */
  drop: () => Promise<void>
}

const asAdmin = async (adminUrl: string, statement: string) => {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}

/**
 * A database of its own for the calling test file: the migrated schema and nothing in it, or
 * entirely empty with `migrated: false`.
 */
export const testDatabase = async (options: { migrated?: boolean } = {}): Promise<TestDatabase> => {
  const { ownerUrl, appUrl, adminUrl, template } = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  const source = options.migrated === false ? 'template1' : template
  await asAdmin(adminUrl, `create database ${name} template ${source} owner xueshi_owner`)
  const at = (base: string) => {
    const url = new URL(base)
    url.pathname = `/${name}`
    return url.href
  }
  return {
    ownerUrl: at(ownerUrl),
    appUrl: at(appUrl),
    adminUrl: at(adminUrl),
    drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  }
}
