import { readFile, writeFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { genericPlan } from '../../test/plan.ts'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import { newId } from './ids.ts'
import { verifyAudit, type Finding } from './seal-verify.ts'
import { appendSeals, sealOnce, sealsLogOf, unsealedQuery } from './seals.ts'

let house: TestPlatform
let admin: pg.Client
let sealsLog: string

beforeAll(async () => {
  house = await testPlatform()
  admin = new pg.Client({ connectionString: house.database.adminUrl })
  await admin.connect()
  sealsLog = sealsLogOf(house.platform.config)
})
afterAll(async () => {
  await admin.end()
  await house.close()
})

const addRows = async (count: number, at = house.clock.now()) => {
  const values = Array.from({ length: count }, (_, index) => ({
    id: newId(at),
    at,
    act: `test.${index % 7}`,
    actorKind: 'system',
    facts: JSON.stringify({ 学时: index / 10, of: ['甲', null] }),
    personalSealed: index % 3 === 0 ? Buffer.from([index % 256, 1, 2]) : null,
    address: index % 2 === 0 ? '10.0.0.1' : null,
    requestId: `request ${index}`,
  }))
  await house.platform.db.insertInto('audit').values(values).execute()
  return values.map(({ id }) => id)
}
const seal = async () => {
  const closed = await sealOnce(house.platform)
  await appendSeals(house.platform.db, sealsLog, logged)
  const newest = await admin.query<{ id: string }>('SELECT max(id) AS id FROM audit_seals')
  logged = Number(newest.rows[0]?.id ?? 0)
  return closed
}
let logged = 0
const verify = () => verifyAudit(house.platform.db, house.platform.keys, { sealsLog })
const idsOf = (findings: Finding[]) =>
  findings.flatMap((finding) => ('auditId' in finding ? [finding.auditId] : [])).toSorted()

beforeEach(async () => {
  await admin.query('TRUNCATE audit, audit_leaves, audit_seals RESTART IDENTITY CASCADE')
  await writeFile(sealsLog, '')
  logged = 0
})

describe('sealOnce', () => {
  test('closes every row once, in chained and signed seals that the log outside repeats', async () => {
    await addRows(5)
    expect(await seal()).toBe(5)
    expect(await seal()).toBe(0)
    house.clock.advance(5_000)
    await addRows(3)
    expect(await seal()).toBe(3)
    expect(await verify()).toEqual({ rows: 8, seals: 2, uncovered: 0, findings: [] })
    expect((await readFile(sealsLog, 'utf8')).trim().split('\n')).toHaveLength(2)
  })

  test('closes more rows than fit a page, those of years ago first', async () => {
    await addRows(2_100, new Date('2023-03-01T00:00:00Z'))
    await addRows(10)
    expect(await seal()).toBe(2_110)
    expect((await verify()).findings).toEqual([])
  })

  test('closes a row whose transaction began before a seal and committed after it', async () => {
    const { db } = house.platform
    await addRows(2)
    const late = await db.startTransaction().execute()
    const id = newId(house.clock.now())
    await late
      .insertInto('audit')
      .values({
        id,
        at: house.clock.now(),
        act: 'test.late',
        actorKind: 'system',
        facts: '{}',
        requestId: 'late',
      })
      .execute()
    house.clock.advance(3_000)
    await addRows(2)
    expect(await seal()).toBe(4)
    await late.commit().execute()
    house.clock.advance(3_000)
    expect(await seal()).toBe(1)
    expect((await verify()).findings).toEqual([])
    const leaf = await admin.query('SELECT seal_id FROM audit_leaves WHERE audit_id = $1', [id])
    expect(leaf.rows).toEqual([{ seal_id: 2 }])
  })

  test('is made by one process at a time', async () => {
    await addRows(4)
    await admin.query('BEGIN')
    await admin.query(`SELECT pg_advisory_xact_lock(hashtext('xueshi audit seal'))`)
    expect(await seal()).toBe(0)
    await admin.query('COMMIT')
    expect(await seal()).toBe(4)
  })

  test('closes the rows of a clock that was set back', async () => {
    await addRows(1)
    await seal()
    const [back] = await addRows(1, new Date(house.clock.now().getTime() - 86_400_000))
    const now = house.clock.now()
    house.clock.set(new Date(now.getTime() - 86_400_000))
    expect(await seal()).toBe(1)
    house.clock.set(now)
    expect(back).toBeDefined()
    expect((await verify()).findings).toEqual([])
  })
})

describe('verifyAudit', () => {
  const sealedRows = async () => {
    const ids: string[] = []
    for (let round = 0; round < 3; round += 1) {
      ids.push(...(await addRows(50)))
      await seal()
      house.clock.advance(60_000)
    }
    return ids
  }

  test('finds nothing in an untouched trail and counts what no seal covers yet', async () => {
    await sealedRows()
    await addRows(2)
    expect(await verify()).toEqual({ rows: 152, seals: 3, uncovered: 2, findings: [] })
  })

  test('names every one of 100 rows that a superuser changed, removed, swapped or slipped in', async () => {
    const ids = await sealedRows()
    const touched = ids.slice(0, 80)
    const changes = [
      `UPDATE audit SET act = act || 'x' WHERE id = $1`,
      `UPDATE audit SET actor_id = id WHERE id = $1`,
      `UPDATE audit SET facts = facts || '{"of": 1}' WHERE id = $1`,
      `UPDATE audit SET at = at + interval '1 microsecond' WHERE id = $1`,
      `UPDATE audit SET personal_sealed = '\\x00' WHERE id = $1`,
      `UPDATE audit SET address = coalesce(address, '') || ' ' WHERE id = $1`,
      `UPDATE audit SET request_id = act, act = request_id WHERE id = $1`,
      `DELETE FROM audit WHERE id = $1`,
    ]
    for (const [at, id] of touched.entries())
      await admin.query(changes[at % changes.length] ?? '', [id])
    const swapped = ids.slice(100, 110)
    for (let at = 0; at < 10; at += 2)
      await admin.query(
        `UPDATE audit a SET act = b.act || 's', facts = b.facts, request_id = b.request_id
         FROM audit b WHERE (a.id, b.id) IN (($1, $2), ($2, $1))`,
        [swapped[at], swapped[at + 1]],
      )
    const slipped = await addRows(10, new Date(house.clock.now().getTime() - 3_600_000))

    const { findings } = await verify()
    expect(idsOf(findings)).toEqual([...touched, ...swapped, ...slipped].toSorted())
    expect(findings.filter(({ kind }) => kind === 'removed')).toHaveLength(10)
    expect(findings.filter(({ kind }) => kind === 'slippedIn')).toHaveLength(10)
    expect(await seal()).toBe(0) // a seal does not make them genuine
  })

  test('names the seal when a row and its leaf were changed to fit each other', async () => {
    const [id] = await sealedRows()
    await admin.query('DELETE FROM audit_leaves WHERE audit_id = $1', [id])
    await admin.query('DELETE FROM audit WHERE id = $1', [id])
    expect((await verify()).findings).toEqual([{ kind: 'leavesChanged', sealId: 1 }])
  })

  test('names a seal that was changed, made anew without the key, or taken away', async () => {
    await sealedRows()
    const kinds = async () =>
      (await verify()).findings.map((each) => [each.kind, 'sealId' in each ? each.sealId : null])
    await admin.query(`UPDATE audit_seals SET at = at + interval '1 day' WHERE id = 1`)
    expect(await kinds()).toEqual([
      ['sealChanged', 1],
      ['badSignature', 1],
    ])
    await admin.query(`UPDATE audit_seals SET at = at - interval '1 day' WHERE id = 1`)
    expect(await kinds()).toEqual([])

    await admin.query('DELETE FROM audit_leaves WHERE seal_id = 2')
    await admin.query('DELETE FROM audit_seals WHERE id = 2')
    const found = await kinds()
    expect(found).toContainEqual(['chainBroken', 3])
    expect(found).toContainEqual(['sealMissing', 2])
    // Its rows stand there without a leaf; younger than the grace, they only count as not covered.
    expect(found).toHaveLength(2)
  })

  test('names the newest seal when it was taken away with its rows', async () => {
    await sealedRows()
    await admin.query(
      `DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_leaves WHERE seal_id = 3)`,
    )
    await admin.query('DELETE FROM audit_leaves WHERE seal_id = 3')
    await admin.query('DELETE FROM audit_seals WHERE id = 3')
    expect((await verify()).findings).toEqual([{ kind: 'sealMissing', sealId: 3 }])
  })
})

test('rows without a leaf are looked for along time, each by its own key', async () => {
  const { db } = house.platform
  const place = { time: '2026-06-01T00:00:00Z', id: newId() }
  for (const after of [undefined, place]) {
    const plan = await genericPlan(db, unsealedQuery(new Date(), after, 100))
    expect(plan).toContain('audit_at')
    expect(plan).toContain('audit_leaves_pkey')
    expect(plan).toContain('SubPlan')
    expect(plan).not.toContain('Join')
  }
})
