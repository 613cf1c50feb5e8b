import { seatHeader } from '@xueshi/contract/actor'
import { sql } from 'kysely'
import * as orgs from '../server/src/orgs/service.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import * as results from '../server/src/training/results/service.ts'
import type { Asked } from './load.ts'
import { type CookieOf, each, post, withKey } from './posting.ts'

/** What of classes is measured. */
export const classKinds = ['classList', 'apply', 'applyHot', 'confirm', 'finish'] as const
export type ClassKind = (typeof classKinds)[number]

/** People, the last who joined first, so that none of them has a place in a class that is measured. */
const peopleFrom = async ({ db }: Platform, from: number, count: number): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM people ORDER BY id DESC OFFSET ${from} LIMIT ${count}`.execute(db)
  return rows.map(({ id }) => id)
}

/** The classes that bear in their names what is asked of them. */
const classesFor = async ({ db }: Platform, asked: 'apply' | 'hot' | 'finish') => {
  const { rows } = await sql<{ id: string; version: number; institutionId: string }>`
    SELECT id, version, institution_id FROM classes
    WHERE name COLLATE "C" >= ${`${asked} `} AND name COLLATE "C" < ${`${asked}!`} ORDER BY id`.execute(
    db,
  )
  return rows
}

/** 培训班报名申请 as it opens: the first twenty that take applications. */
async function classLists(platform: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const people = await each(await peopleFrom(platform, 0, Math.min(count, 200)), cookieOf)
  return Array.from({ length: count }, (_, at) => ({
    method: 'GET',
    path: '/api/open-classes',
    headers: { cookie: people[at % people.length] ?? '' },
  }))
}

/** 报名, each by another person: for many classes, or all for one. */
async function applications(
  platform: Platform,
  cookieOf: CookieOf,
  { asked, count }: { asked: 'apply' | 'hot'; count: number },
): Promise<Asked[]> {
  const classes = await classesFor(platform, asked)
  const people = await peopleFrom(platform, 0, count)
  return each([...people.entries()], async ([at, id]) => {
    const classId = classes[at % classes.length]?.id
    return post('/api/enrolments', await cookieOf(id), { classId }, withKey())
  })
}

/** Those who act for an institution, by unit. */
async function clerksOf({ db }: Platform) {
  const rows = await db
    .selectFrom('unitStaff')
    .select(['unitId', 'id', 'accountId'])
    .where('kind', '=', 'institution')
    .execute()
  return new Map(rows.map((row) => [row.unitId, row]))
}

/** 确认录取 of one at a time. */
async function confirmations(
  platform: Platform,
  cookieOf: CookieOf,
  count: number,
): Promise<Asked[]> {
  const clerks = await clerksOf(platform)
  const { rows } = await sql<{ id: string; classId: string; institutionId: string }>`
    SELECT e.id, e.class_id, c.institution_id FROM enrolments e JOIN classes c ON c.id = e.class_id
    WHERE e.state = 'applied' ORDER BY e.number, e.id LIMIT ${count}`.execute(platform.db)
  return each(rows, async ({ id, classId, institutionId }) => {
    const clerk = clerks.get(institutionId)
    if (!clerk) throw new Error('an institution of the scale has no clerk')
    const body = { decision: 'confirm', ids: [id], reason: null }
    const headers = { ...withKey(), [seatHeader]: clerk.id }
    return post(`/api/classes/${classId}/decisions`, await cookieOf(clerk.accountId), body, headers)
  })
}

/** 结业 of classes of 2,000, each as its preview says. */
async function finishes(platform: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const clerks = await clerksOf(platform)
  const classes = count === 0 ? [] : await classesFor(platform, 'finish')
  const made: Asked[] = []
  for (const { id, version, institutionId } of classes.slice(0, count)) {
    const clerk = clerks.get(institutionId)
    if (!clerk) throw new Error('an institution of the scale has no clerk')
    const { accountId, id: seatId } = clerk
    const { digest } = await results.preview(
      await orgs.actorFor(platform, { accountId, seatId }),
      id,
    )
    const headers = { ...withKey(), [seatHeader]: seatId }
    const body = { version, digest }
    made.push(post(`/api/classes/${id}/finish`, await cookieOf(accountId), body, headers))
  }
  return made
}

/** The requests of each kind, as many as asked for where the scale has them. */
export const makeClassRequests = (
  platform: Platform,
  cookieOf: CookieOf,
): Record<ClassKind, (count: number) => Promise<Asked[]>> => ({
  classList: (count) => classLists(platform, cookieOf, count),
  apply: (count) => applications(platform, cookieOf, { asked: 'apply', count }),
  applyHot: (count) => applications(platform, cookieOf, { asked: 'hot', count }),
  confirm: (count) => confirmations(platform, cookieOf, count),
  finish: (count) => finishes(platform, cookieOf, count),
})
