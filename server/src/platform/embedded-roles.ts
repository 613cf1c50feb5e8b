import pg from 'pg'
import type { Credentials } from './embedded-cluster.ts'

/**
 * Makes the two roles and the database when they are missing: the owner migrates and owns every
 * table, the application's role owns nothing. Two processes at once wait for each other.
 */
export const ensureRoles = async (admin: pg.Client, credentials: Credentials) => {
  const known = await admin.query<{ count: number }>(
    `select count(*)::int as count from pg_database where datname = 'xueshi'`,
  )
  if (known.rows[0]?.count === 1) return
  await admin.query(`select pg_advisory_lock(hashtext('xueshi roles'))`)
  try {
    const roles = await admin.query<{ rolname: string }>('select rolname from pg_roles')
    const names = new Set(roles.rows.map((row) => row.rolname))
    const login = async (name: string, password: string) => {
      if (names.has(name)) return
      await admin.query(`create role ${name} login password ${admin.escapeLiteral(password)}`)
    }
    await login('xueshi_owner', credentials.ownerPassword)
    await login('xueshi_app', credentials.appPassword)
    await admin.query('grant xueshi_app to xueshi_owner')
    const made = await admin.query(`select from pg_database where datname = 'xueshi'`)
    if (made.rows.length === 0) await admin.query('create database xueshi owner xueshi_owner')
  } finally {
    await admin.query(`select pg_advisory_unlock(hashtext('xueshi roles'))`)
  }
}

/**
 * Throws unless pg_trgm sees Chinese letters in this database. With a wrong character
 * classification it silently yields no trigrams, and every search for a name would come back empty.
 */
export const checkTrigrams = async (ownerUrl: string) => {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    await owner.query('set client_min_messages = warning')
    // “If not exists” is asked before it is made: of two that come together one would fail.
    await owner.query(`select pg_advisory_lock(hashtext('xueshi trigrams'))`)
    await owner.query('create extension if not exists pg_trgm')
    const checked = await owner.query<{ alike: number }>(
      `select similarity('张三丰', '张三丰') as alike`,
    )
    if (checked.rows[0]?.alike !== 1)
      throw new Error('pg_trgm does not see Chinese letters here: the database has a wrong locale')
  } finally {
    await owner.end()
  }
}
