import { hash as argon2 } from '@node-rs/argon2'
import { seatHeader } from '@xueshi/contract/actor'
import { addDays } from '@xueshi/contract/year'
import { sql } from 'kysely'
import { inventedIdentityNumber } from '../server/seed/numbers.ts'
import { hashToken, randomToken } from '../server/src/platform/crypto.ts'
import { newId } from '../server/src/platform/ids.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import type { Asked } from './load.ts'
import { type ClassKind, classKinds, makeClassRequests } from './class-requests.ts'
import { type CookieOf, cookies, each, post, withKey } from './posting.ts'
import { benchPassword } from './scale-people.ts'

const hour = 3_600_000

/** What is measured, with as many requests as asked for; each writes to a record of its own. */
export type Kind =
  | ClassKind
  | 'list'
  | 'queue'
  | 'year'
  | 'submit'
  | 'recognise'
  | 'certificate'
  | 'login'
  | 'loginRest'
  | 'register'
  | 'check'

/** Lists of people who have more than a page. */
async function lists({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id FROM declarations GROUP BY person_id HAVING count(*) > 20
    ORDER BY person_id LIMIT 200`.execute(db)
  const people = await each(rows, ({ personId }) => cookieOf(personId))
  return Array.from({ length: count }, (_, at) => ({
    method: 'GET',
    path: '/api/declarations',
    headers: { cookie: people[at % people.length] ?? '' },
  }))
}

/** What waits at an employer, asked for by its clerks. */
async function queues({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ seatId: string; accountId: string }>`
    SELECT t.id AS seat_id, t.account_id FROM unit_staff t
    WHERE t.kind = 'employer' AND EXISTS (
      SELECT FROM review_steps s WHERE s.office_unit_id = t.unit_id AND s.state = 'open')
    ORDER BY t.id LIMIT 200`.execute(db)
  const clerks = await each(rows, async ({ seatId, accountId }) => ({
    method: 'GET',
    path: '/api/reviews',
    headers: { cookie: await cookieOf(accountId), [seatHeader]: seatId },
  }))
  return Array.from({ length: count }, (_, at) => clerks[at % clerks.length]).filter(isThere)
}

/** 我的年度 of people who have hours in it, each hour explained. */
async function years({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ personId: string; year: number }>`
    SELECT person_id, year FROM years ORDER BY person_id, year LIMIT 400`.execute(db)
  const asked = await each(rows, async ({ personId, year }) => ({
    method: 'GET',
    path: `/api/years/${year}`,
    headers: { cookie: await cookieOf(personId) },
  }))
  return Array.from({ length: count }, (_, at) => asked[at % asked.length]).filter(isThere)
}
const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined

/** Drafts with evidence, of all three categories: chains of one office and of two. */
async function submits({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ id: string; version: number; personId: string }>`
    SELECT DISTINCT ON (person_id) id, version, person_id FROM declarations
    WHERE state = 'draft' ORDER BY person_id, id LIMIT ${count}`.execute(db)
  return each(rows, async ({ id, version, personId }) =>
    post(`/api/declarations/${id}/submit`, await cookieOf(personId), { version }, withKey()),
  )
}

/** Records that wait at an employer who decides alone, each decided by a clerk of that employer. */
async function recognitions({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ id: string; version: number; seatId: string; accountId: string }>`
    SELECT d.id, d.version, t.id AS seat_id, t.account_id
    FROM declarations d
    JOIN review_steps s ON s.declaration_id = d.id AND s.state = 'open'
    JOIN unit_staff t ON t.unit_id = s.office_unit_id AND t.kind = 'employer'
    WHERE d.state = 'submitted' AND s.office = 'employer' ORDER BY d.id LIMIT ${count}`.execute(db)
  return each(rows, async ({ id, version, seatId, accountId }) =>
    post(
      `/api/declarations/${id}/recognise`,
      await cookieOf(accountId),
      { version, recognisedTenths: 80, reason: null },
      { ...withKey(), [seatHeader]: seatId },
    ),
  )
}

/** Years that meet their rules: certified, and the certificate opened for the first time. */
async function certificates({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const { rows } = await sql<{ id: string; personId: string }>`
    SELECT DISTINCT ON (person_id) id, person_id FROM years
    WHERE state = 'met' ORDER BY person_id DESC, year LIMIT ${count}`.execute(db)
  return each(rows, async ({ id, personId }) => ({
    ...post(`/api/years/${id}/certify`, await cookieOf(personId), {}, withKey()),
    next: { keys: ['certificate', 'id'], path: '/api/certificates/:id/pdf' },
  }))
}

/** Captchas that visits were shown; each answers with its visit. */
async function captchas({ db, clock, config, indexes }: Platform, count: number) {
  const now = clock.now()
  const answer = config.captchaFixed ?? ''
  const shown = Array.from({ length: count }, () => ({ id: newId(now), visit: randomToken() }))
  // One that a page was shown lives two minutes; these wait until the other rounds are over.
  const expiresAt = new Date(now.getTime() + hour)
  if (count > 0)
    await db
      .insertInto('captchas')
      .values(
        shown.map(({ id, visit }) => ({
          id,
          kind: 'image',
          visitHash: hashToken(visit),
          answerHash: indexes.blindIndex('captcha', `${id} ${answer}`),
          expiresAt,
        })),
      )
      .execute()
  return shown.map(({ id, visit }) => ({ visit, captcha: { id, answer } }))
}

/** Logins by account name in a browser that the account knows, with a captcha that it was shown. */
async function logins(
  platform: Platform,
  { count, from, hash }: { count: number; from: number; hash: string | null },
): Promise<Asked[]> {
  const { db, clock } = platform
  const people = await db
    .selectFrom('accounts')
    .select(['id', 'accountName'])
    .where('individual', '=', true)
    .orderBy('id')
    .offset(from)
    .limit(count)
    .execute()
  if (people.length === 0) return []
  const shown = await captchas(platform, people.length)
  const known = people.map(({ id: accountId, accountName }) => {
    return { device: randomToken(), accountId, accountName }
  })
  await db
    .insertInto('devices')
    .values(
      known.map(({ device, accountId }) => ({
        accountId,
        tokenHash: hashToken(device),
        address: '127.0.0.1',
        seenAt: clock.now(),
      })),
    )
    .execute()
  if (hash !== null) {
    const ids = people.map(({ id }) => id)
    await db.updateTable('accounts').set({ passwordHash: hash }).where('id', 'in', ids).execute()
  }
  return known.map(({ device, accountName }, at) =>
    post('/api/logins', `xueshi-visit=${shown[at]?.visit}; xueshi-device=${device}`, {
      userName: accountName,
      password: benchPassword,
      captcha: shown[at]?.captcha,
    }),
  )
}

/** People who register, nobody's name or document among them. */
async function registrations(platform: Platform, count: number): Promise<Asked[]> {
  const shown = await captchas(platform, count)
  return shown.map(({ visit, captcha }, at) =>
    post('/api/accounts', `xueshi-visit=${visit}`, {
      accountName: `bench_new_${at}`,
      password: benchPassword,
      passwordAgain: benchPassword,
      name: '欧阳明月',
      phone: `137${String(at).padStart(8, '0')}`,
      country: 'CHN',
      documentType: 'residentId',
      documentNumber: inventedIdentityNumber(addDays('1955-01-01', Math.floor(at / 900)), at % 900),
      email: `new${at}@example.com`,
      questions: ['motherName', 'spouseBirthday', 'studentNumber'].map((question) => ({
        question,
        answer: '不便公开',
      })),
      captcha,
    }),
  )
}

/** Requests of people who are signed in, to whom nothing else is answered. */
async function checks({ db }: Platform, cookieOf: CookieOf, count: number): Promise<Asked[]> {
  const people = await db
    .selectFrom('accounts')
    .select('id')
    .where('individual', '=', true)
    .orderBy('id', 'desc')
    .limit(Math.min(count, 200))
    .execute()
  const known = await each(people, ({ id }) => cookieOf(id))
  return Array.from({ length: count }, (_, at) => ({
    method: 'GET',
    path: '/api/bench/check',
    headers: { cookie: known[at % known.length] ?? '' },
  }))
}

/** The requests of every kind. Throws when the scale has too few records for them. */
export async function makeRequests(
  platform: Platform,
  countOf: (kind: Kind) => number,
): Promise<Record<Kind, Asked[]>> {
  const cookieOf = cookies(platform)
  const enough = async (kind: Kind, made: Promise<Asked[]>) => {
    const asked = await made
    if (asked.length < countOf(kind))
      throw new Error(`the scale has only ${asked.length} records for ${kind}`)
    return asked
  }
  const ofClasses = makeClassRequests(platform, cookieOf)
  const forClasses: [ClassKind, Asked[]][] = []
  for (const kind of classKinds)
    forClasses.push([kind, await enough(kind, ofClasses[kind](countOf(kind)))])
  const made = {
    ...(Object.fromEntries(forClasses) as Record<ClassKind, Asked[]>), // each of them, just made
    list: await enough('list', lists(platform, cookieOf, countOf('list'))),
    queue: await enough('queue', queues(platform, cookieOf, countOf('queue'))),
    year: await enough('year', years(platform, cookieOf, countOf('year'))),
    submit: await enough('submit', submits(platform, cookieOf, countOf('submit'))),
    recognise: await enough('recognise', recognitions(platform, cookieOf, countOf('recognise'))),
    certificate: await enough(
      'certificate',
      certificates(platform, cookieOf, countOf('certificate')),
    ),
    login: await enough(
      'login',
      logins(platform, { count: countOf('login'), from: 0, hash: null }),
    ),
    // The hash says with what it was made: to check this one takes next to nothing, and what is
    // measured is all the rest.
    loginRest: await enough(
      'loginRest',
      logins(platform, {
        count: countOf('loginRest'),
        from: countOf('login'),
        hash: await argon2(benchPassword, { memoryCost: 8, timeCost: 1, parallelism: 1 }),
      }),
    ),
    register: await enough('register', registrations(platform, countOf('register'))),
    check: await enough('check', checks(platform, cookieOf, countOf('check'))),
  }
  // A login's last sight is written once a minute; whether a round falls into that must not matter.
  const seenAt = new Date(platform.clock.now().getTime() + hour)
  await platform.db.updateTable('logins').set({ seenAt }).execute()
  return made
}
