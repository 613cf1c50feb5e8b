import { Readable } from 'node:stream'
import { listSessions } from '@xueshi/contract/training/attendance'
import { addScan, listScans, removeScan } from '@xueshi/contract/training/attendance-scans'
import { changeClass } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  classForm,
  makeClassIn,
  makeInstitution,
  officerOf,
  type Staffed,
  todayForm,
} from '../../../test/factories/training.ts'
import type { FileType } from '../../platform/files.ts'
import { scanReceiver } from './service.ts'

let app: TestApp
let institution: Staffed
let client: Client
let officer: Client
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app)]
})
afterAll(() => app.close())
type Client = Awaited<ReturnType<typeof clientFor>>

/** A session that one may sign in for. */
async function begun(now = 60_000) {
  app.clock.set(new Date('2026-06-01T02:00:00Z'))
  const { id, name, sessions, version } = await makeClassIn(app, institution, 'running', {
    people,
  })
  app.clock.set(new Date('2026-06-01T06:29:59Z'))
  // Whoever logged in in the morning was logged out since.
  const { clerk, hrss } = institution
  client = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
  const { accountId, seat } = await officerOf(app, hrss.id)
  officer = await clientFor(app, { accountId: accountId ?? '', ...(seat && { seatId: seat.id }) })
  app.clock.advance(now)
  return { params: { id, sessionId: sessions[0]?.id ?? '' }, name, sessions, version }
}
type Begun = Awaited<ReturnType<typeof begun>>

const file = Buffer.from('%PDF-1.4 a signed sheet')
const place = ({ params }: Begun, name = '签到表.pdf', sizeBytes = file.length) =>
  client.call(addScan, { params, body: { name, sizeBytes } })
/** A scan that is here: what uploads do once the bytes have come. */
async function scanned(one: Begun, type: FileType = 'application/pdf'): Promise<string> {
  const { body } = await place(one)
  const stored = await app.platform.locker.put(Readable.from([file]))
  await scanReceiver.receive(institution.actor, body.id, { ...stored, type })
  return body.id
}
const listed = async ({ params }: Begun, by = client) =>
  (await by.call(listScans, { params, query: { session: params.sessionId } })).body
const setState = (id: string, state: 'finished' | 'closed') => {
  const finishedAt = state === 'finished' ? app.clock.now() : null
  const { db } = app.platform
  return db.updateTable('classes').set({ state, finishedAt }).where('id', '=', id).execute()
}

describe('scans of a signed sheet', () => {
  test('200: it is kept with its session, counted, looked at by the institution and its office', async () => {
    const one = await begun()
    const id = await scanned(one)
    const { items, adds, removes } = await listed(one)
    expect([adds, removes]).toEqual([true, true])
    expect(items).toMatchObject([
      { id, sessionId: one.params.sessionId, name: '签到表.pdf', type: 'application/pdf' },
    ])
    const sessions = await client.call(listSessions, { params: { id: one.params.id } })
    expect(sessions.body.items.map(({ scans }) => scans)).toEqual([1, 0])
    const seen = await listed(one, officer)
    expect([seen.items.map((scan) => scan.id), seen.adds, seen.removes]).toEqual([
      [id],
      false,
      false,
    ])
    const shown = await app.server.inject({
      url: items[0]?.url ?? '',
      cookies: client.cookies,
    })
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'application/pdf'])
  })

  test('422, 413 and 409: what is no file, what is too large, one too many', async () => {
    const one = await begun()
    expect((await place(one, '空.pdf', 0)).problem.code).toBe('FILE_EMPTY')
    expect((await place(one, '大.pdf', 21 * 1024 * 1024)).problem.code).toBe('FILE_TOO_LARGE')
    for (let at = 0; at < 10; at += 1) expect((await place(one)).status).toBe(200)
    expect((await place(one)).problem.code).toBe('FILES_TOO_MANY')
  })

  test('a type that is none of the three is refused, and its place is gone', async () => {
    const one = await begun()
    await expect(scanned(one, 'application/zip' as FileType)).rejects.toMatchObject({
      code: 'FILE_TYPE',
    })
    expect((await listed(one)).items).toEqual([])
  })

  test('an office does not see what is still under way', async () => {
    const one = await begun()
    await place(one)
    expect((await listed(one)).items).toMatchObject([{ type: null, url: null }])
    expect((await listed(one, officer)).items).toEqual([])
  })

  test('it may be taken away until 结业; then it stays, and more may come', async () => {
    const one = await begun()
    const [gone, stays] = [await scanned(one), await scanned(one)]
    const remove = (scanId: string) =>
      client.call(removeScan, { params: { ...one.params, scanId } })
    expect((await remove(gone)).status).toBe(200)
    expect((await remove(gone)).status).toBe(404)
    await setState(one.params.id, 'finished')
    expect((await remove(stays)).problem.code).toBe('WRONG_STATE')
    const unfinished = (await place(one)).body.id
    expect((await remove(unfinished)).status).toBe(200)
    const after = await listed(one)
    expect([after.adds, after.removes]).toEqual([true, false])
  })

  test('409 before the session, 404 for another institution and a session of another class', async () => {
    const one = await begun(0)
    expect((await place(one)).problem.code).toBe('SESSION_NOT_BEGUN')
    await setState(one.params.id, 'closed')
    expect((await place(one)).problem.code).toBe('WRONG_STATE')
    const other = await begun()
    const foreign = { params: { id: one.params.id, sessionId: other.params.sessionId } }
    expect((await place({ ...other, ...foreign })).status).toBe(404)
    const stranger = await makeInstitution(app)
    const call = { params: other.params, body: { name: '签到表.pdf', sizeBytes: 10 } }
    expect((await stranger.clerk.client.call(addScan, call)).status).toBe(404)
    const read = { params: other.params, query: {} }
    expect((await stranger.clerk.client.call(listScans, read)).status).toBe(404)
  })

  test('422 SESSION_HELD: a session whose sheet was scanned stays as it was held', async () => {
    const one = await begun()
    await scanned(one)
    const form = classForm(institution.course.id, { ...todayForm(), name: one.name })
    const { problem } = await client.call(changeClass, {
      params: { id: one.params.id },
      body: {
        version: one.version,
        form: { ...form, sessions: one.sessions.slice(1) },
        reason: '改时间',
      },
    })
    expect(problem.fields).toMatchObject({ sessions: 'SESSION_HELD' })
  })
})
