import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makePerson } from '../../test/factories/people.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from './actor.ts'
import * as audit from './audit.ts'
import { createDatabase, type Db } from './database.ts'
import { newId } from './ids.ts'
import { fail } from './refusal.ts'
import { transaction, transactionThen, writeLast } from './transaction.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test('an act of many leaves the same rows in the audit as an act of few', async () => {
  const { id: subjectId } = await makePerson(app)
  const actor = orgs.systemActor(app.platform)
  const leave = async (act: string, count: number) => {
    await transaction(actor, async (tx) => {
      for (let at = 0; at < count; at += 1) {
        const personal =
          at % 3 === 0 ? { personal: { subjectId, values: { name: '欧阳·䶮' } } } : {}
        const facts = { at, text: 'a "quoted" {list}, \\ and \u{1F600}' }
        await audit.record(tx, actor, {
          act,
          recordId: at % 2 === 0 ? newId() : null,
          facts,
          ...personal,
        })
      }
      return { id: subjectId }
    })
    const { rows } = await sql<{
      id: string
      subjectId: string | null
      personalSealed: Buffer | null
    }>`
      SELECT id, at, actor_id, actor_kind, actor_unit_id, record_id IS NULL AS of_nobody, subject_id, facts, personal_sealed,
        address, request_id FROM audit WHERE act = ${act} ORDER BY (facts->>'at')::int`.execute(
      app.platform.db,
    )
    return Promise.all(
      rows.map(async ({ id, personalSealed, ...row }) => ({
        ...row,
        personal: await audit.openPersonal(app.platform, { id, personalSealed, ...row }),
      })),
    )
  }
  const few = await leave('test.few', 12)
  const many = await leave('test.many', 60)
  expect(many).toHaveLength(60)
  expect(many.slice(0, 12)).toEqual(few)
  expect(many[57]?.personal).toEqual({ name: '欧阳·䶮' })
})

describe('what is read with what an act leaves behind', () => {
  const made = async (tx: Db, actor: Actor) => {
    const id = newId()
    await sql`INSERT INTO things VALUES (${id})`.execute(tx)
    await audit.record(tx, actor, { act: 'test.read', recordId: id })
    return { id }
  }
  const count = async (db: Db) => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int FROM things`.execute(db)
    return rows[0]?.count
  }
  beforeAll(async () => {
    const owner = new pg.Client({ connectionString: app.database.ownerUrl })
    await owner.connect()
    await owner.query('CREATE TABLE things (id uuid PRIMARY KEY)')
    await owner.query('GRANT SELECT, INSERT ON things TO xueshi_app')
    await owner.end()
  })

  test('shows the record as the act left it', async () => {
    const actor = orgs.systemActor(app.platform)
    expect(await transactionThen(actor, (tx) => made(tx, actor), count)).toBe(1)
  })

  test('is not answered where what the act leaves behind goes wrong, and nothing stands', async () => {
    const actor = orgs.systemActor(app.platform)
    const twice = async (tx: Db) => {
      const { id } = await made(tx, actor)
      writeLast(tx, sql`INSERT INTO things VALUES (${id})`)
      return { id }
    }
    await expect(transactionThen(actor, twice, count)).rejects.toMatchObject({ code: '23505' })
    expect(await count(app.platform.db)).toBe(1)
  })

  test('may go wrong by itself: the act stands', async () => {
    const actor = orgs.systemActor(app.platform)
    const wrong = (db: Db) => sql`SELECT 1 / 0`.execute(db)
    await expect(transactionThen(actor, (tx) => made(tx, actor), wrong)).rejects.toMatchObject({
      code: '22012',
    })
    expect(await count(app.platform.db)).toBe(2)
  })
})

describe('the key of a request', () => {
  let asker: Actor
  const person = () => asker.accountId ?? ''
  beforeAll(async () => {
    const { id } = await makePerson(app)
    asker = await orgs.actorFor(app.platform, { accountId: id, seatId: null })
  })
  const withKey = (value: string, body = 'a body'): Actor => ({
    ...asker,
    request: { ...asker.request, key: { value, bodyHash: Buffer.from(body) } },
  })
  const act = (actor: Actor, more: (tx: Db) => unknown = () => undefined) =>
    transaction(actor, async (tx) => {
      await sql`SELECT FROM people WHERE id = ${person()}::uuid FOR UPDATE`.execute(tx)
      await more(tx)
      await audit.record(tx, actor, { act: 'test.key', recordId: person() })
      return { id: person() }
    })

  test('a twin in flight is refused at once, though the first holds what the act begins with', async () => {
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const first = act(withKey('twins'), () => {
      begun.resolve()
      return held.promise
    })
    await begun.promise
    await expect(act(withKey('twins'))).rejects.toMatchObject({ code: 'IN_PROGRESS' })
    held.resolve()
    await first
    await expect(act(withKey('twins'))).rejects.toMatchObject({ recordId: person() })
  })

  test('one that had its effect is answered by its record, also where the act says no before it asks anything', async () => {
    await act(withKey('again'))
    const refused = (actor: Actor) => transaction(actor, () => fail('WRONG_STATE'))
    await expect(refused(withKey('again'))).rejects.toMatchObject({ recordId: person() })
    await expect(refused(withKey('again', 'another'))).rejects.toMatchObject({ code: 'KEY_REUSED' })
    await expect(refused(withKey('other'))).rejects.toMatchObject({ code: 'WRONG_STATE' })
  })

  test('all the same where statements have no names and none travels with another', async () => {
    const { db } = app.platform
    const plain = createDatabase(app.database.appUrl, {
      connections: 2,
      namedStatements: false,
      onError: () => undefined,
    })
    app.platform.db = plain.db
    try {
      await act(withKey('plain'))
      await expect(act(withKey('plain'))).rejects.toMatchObject({ recordId: person() })
      await expect(act(withKey('plain', 'another'))).rejects.toMatchObject({ code: 'KEY_REUSED' })
    } finally {
      app.platform.db = db
      await plain.close()
    }
  })

  test('one that was refused may come again', async () => {
    const actor = withKey('refused')
    await expect(act(actor, () => fail('WRONG_STATE'))).rejects.toMatchObject({
      code: 'WRONG_STATE',
    })
    expect(await act(actor)).toEqual({ id: person() })
  })
})
