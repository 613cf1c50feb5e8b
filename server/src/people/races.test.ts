import { confirmProfile, saveProfile } from '@xueshi/contract/people'
import { releaseTransfer, objectToTransfer } from '@xueshi/contract/people/transfers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import {
  makeApplicant,
  makeDesk,
  makeMover,
  makePerson,
  profileForm,
} from '../../test/factories/people.ts'
import { unguardedDatabase } from '../../test/unguarded-database.ts'

let app: TestApp
let admin: pg.Client
beforeAll(async () => {
  app = await testApp()
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
  await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
})
afterAll(async () => {
  await admin.end()
  await app.close()
})

/** How many of so many rounds went wrong, on a database in which each statement goes through `without`. */
async function wrongWithout(
  without: (statement: string) => string,
  isRight: () => Promise<boolean>,
  most = 40,
): Promise<number> {
  const guarded = app.platform.db
  const unguarded = unguardedDatabase(app.database.appUrl, without)
  app.platform.db = unguarded.db
  let wrong = 0
  try {
    for (let round = 0; round < most && wrong === 0; round += 1) if (!(await isRight())) wrong += 1
  } finally {
    app.platform.db = guarded
    await unguarded.close()
  }
  return wrong
}
const withoutLock = (statement: string) =>
  /^\s*SELECT FROM people WHERE/.test(statement) ? statement.replace('FOR UPDATE', '') : statement
const countOf = async (table: 'audit' | 'outbox', text: string, id: string) => {
  const { rows } = await admin.query<{ count: number }>(
    `SELECT count(*)::int FROM ${table} t WHERE t::text LIKE $1 AND t::text LIKE $2`,
    [`%${text}%`, `%${id}%`],
  )
  return rows[0]?.count ?? 0
}

describe('two clerks confirm one profile', () => {
  const confirmedOnce = async () => {
    const unit = await makeUnit(app)
    const clerks = await Promise.all([1, 2, 3, 4].map(() => makeStaff(app, unit.id)))
    const { profile } = await makeApplicant(app, { unitId: unit.id })
    const request = { params: { id: profile.id }, body: { version: profile.version } }
    const answers = await Promise.all(
      clerks.map(({ client }) => client.call(confirmProfile, request)),
    )
    const agreed = answers.filter(({ status }) => status === 200)
    return agreed.length === 1 && (await countOf('audit', 'profile.confirm', profile.id)) === 1
  }
  test('one of them has', async () => {
    for (let round = 0; round < 4; round += 1) expect(await confirmedOnce()).toBe(true)
  })
  test('and goes wrong where the move does not look at what it moves', async () => {
    const blind = (statement: string) =>
      statement
        .replace(/"profiles"\."version" = (\$\d+)/, '$1::int IS NOT NULL')
        .replace(/"profiles"\."state" in \((\$\d+)\)/, '$1::text IS NOT NULL')
    expect(await wrongWithout((statement) => blind(withoutLock(statement)), confirmedOnce)).toBe(1)
  })
})

describe('the former unit agrees in one browser and objects in another', () => {
  const answeredOnce = async () => {
    const mover = await makeMover(app)
    const { id, version } = mover.transfer
    const other = await makeStaff(app, mover.from.id)
    const answers = await Promise.all([
      mover.from.clerk.client.call(releaseTransfer, { params: { id }, body: { version } }),
      other.client.call(objectToTransfer, { params: { id }, body: { version, reason: '未交接' } }),
    ])
    return answers.filter(({ status }) => status === 200).length === 1
  }
  test('one of both stands', async () => {
    for (let round = 0; round < 4; round += 1) expect(await answeredOnce()).toBe(true)
  })
  test('and goes wrong where the move does not look at what it moves', async () => {
    const blind = (statement: string) =>
      statement.startsWith('update "transfers"')
        ? statement
            .replace(/"state" in \((\$\d+)\)/, '$1::text IS NOT NULL')
            .replace(/and "version" = (\$\d+)/, 'AND $1::int IS NOT NULL')
        : statement
    expect(await wrongWithout((statement) => blind(withoutLock(statement)), answeredOnce)).toBe(1)
  })
})

// The last of this file: it takes two indexes away.
describe('applied for in two tabs', () => {
  const appliedOnce = async () => {
    const desk = await makeDesk(app)
    const { client, documentNumber, id } = await makePerson(app, { unit: desk, clerk: desk.clerk })
    const units = await Promise.all([makeUnit(app), makeUnit(app)])
    await Promise.all(
      units.map(({ id: unitId }) =>
        client.call(saveProfile, {
          body: { version: null, form: profileForm(documentNumber, { unitId }) },
        }),
      ),
    )
    const { rows } = await admin.query(
      `SELECT FROM profiles WHERE person_id = $1 AND state = 'submitted'`,
      [id],
    )
    return rows.length === 1
  }
  test('one application stands', async () => {
    for (let round = 0; round < 4; round += 1) expect(await appliedOnce()).toBe(true)
  })
  test('and goes wrong without the index that allows one', async () => {
    await admin.query('DROP INDEX profiles_under_way, employments_application, transfers_under_way')
    const blind = (statement: string) =>
      /insert into "profiles"/.test(statement)
        ? statement.replace(/on conflict \("person_id"\) where .*? do nothing/, '')
        : statement
    expect(await wrongWithout((statement) => blind(withoutLock(statement)), appliedOnce)).toBe(1)
  })
})
