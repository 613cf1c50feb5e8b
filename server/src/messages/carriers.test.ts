import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { accountTasks } from '../accounts/jobs.ts'
import * as invitations from '../orgs/invitations/service.ts'
import * as orgs from '../orgs/service.ts'
import { newId } from '../platform/ids.ts'
import { loggedError } from '../platform/log.ts'
import type { Platform } from '../platform/platform.ts'
import { orgTasks } from '../orgs/jobs.ts'
import { prepareJobs, startJobs } from '../platform/jobs.ts'
import { relayOnce } from '../platform/relay.ts'
import { isWanted, mostAttempts, post, sweep } from './service.ts'
import { savePreferences } from './store.ts'

const secret = 'the carrier and we alone know this'
const letters: string[] = []
const texts: URLSearchParams[] = []
let carrierIsDown = false

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _, done) =>
    address.startsWith('nobody')
      ? done(new Error(`no mailbox <${address.toUpperCase()}>`))
      : done(),
  onData: (stream, _, done) => {
    let letter = ''
    stream.on('data', (chunk: Buffer) => (letter += chunk.toString()))
    stream.on('end', () => {
      letters.push(letter)
      done()
    })
  },
})

/** Checks a request as the carrier does: the signature over everything that it covers. */
function isSigned(request: IncomingMessage, query: string): boolean {
  const given = /^ACS3-HMAC-SHA256 Credential=key-1,SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/
  const [, names = '', signature] = given.exec(request.headers.authorization ?? '') ?? []
  const lines = names.split(';').map((name) => `${name}:${String(request.headers[name])}\n`)
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const canonical = ['POST', '/', query, lines.join(''), names, sha256('')].join('\n')
  const expected = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
  return names.includes('x-acs-date') && signature === expected.digest('hex')
}

const carrier = createServer((request, response) => {
  const [, query = ''] = request.url?.split('?') ?? []
  const isFine = !carrierIsDown && isSigned(request, query)
  if (isFine) texts.push(new URLSearchParams(query))
  response.writeHead(carrierIsDown ? 503 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ Code: isFine ? 'OK' : 'SignatureDoesNotMatch' }))
})

let app: TestApp
let platform: Platform
beforeAll(async () => {
  app = await testApp()
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve))
  const portOf = (address: string | AddressInfo | null | undefined) => (address as AddressInfo).port // both listen on TCP
  const config = {
    ...app.platform.config,
    mail: { url: `smtp://127.0.0.1:${portOf(smtp.server.address())}`, from: 'xueshi@example.com' },
    sms: {
      url: `http://127.0.0.1:${portOf(carrier.address())}`,
      keyId: 'key-1',
      secret,
      signName: '学时',
      templates: { '*': 'SMS_1' },
    },
  }
  platform = { ...app.platform, config }
})
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve))
  await new Promise((resolve) => carrier.close(resolve))
  await app.close()
})

const outgoing = (channel: 'sms' | 'email', address: string) => ({
  messageId: newId(),
  accountId: newId(),
  channel,
  topic: 'password.changed',
  address,
  addressMasked: '***',
  title: '密码已修改',
  text: '您的登录密码刚刚被修改。',
  facts: { year: 2026 },
})
const deliveryOf = (messageId: string) =>
  app.platform.db
    .selectFrom('deliveries')
    .selectAll()
    .where('messageId', '=', messageId)
    .executeTakeFirstOrThrow()

describe('an e-mail', () => {
  test('reaches an SMTP server once, and its content is forgotten', async () => {
    const mail = outgoing('email', 'reader@example.com')
    await post(platform, mail)
    await post(platform, mail)
    const mine = letters.filter((letter) => letter.includes('reader@example.com'))
    expect(mine).toHaveLength(1)
    expect(mine[0]).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(await deliveryOf(mail.messageId)).toMatchObject({ state: 'sent', contentSealed: null })
  })

  test('that is refused leaves its address in no row and no log', async () => {
    const mail = outgoing('email', 'nobody@example.com')
    const error: unknown = await post(platform, mail).catch((thrown: unknown) => thrown)
    const { lastError } = await deliveryOf(mail.messageId)
    expect(lastError).toContain('no mailbox')
    expect(`${JSON.stringify(loggedError(error))} ${lastError}`).not.toMatch(/nobody@/i)
  })
})

describe('a short message', () => {
  test('reaches the carrier with a signature that holds, by its template', async () => {
    await post(platform, outgoing('sms', '13800001234'))
    const told = texts.at(-1)
    expect(told?.get('PhoneNumbers')).toBe('13800001234')
    expect(told?.get('TemplateCode')).toBe('SMS_1')
    expect(told?.get('SignName')).toBe('学时')
    expect(JSON.parse(told?.get('TemplateParam') ?? '')).toEqual({ year: '2026' })
  })

  test('is tried again while the carrier is down, goes when it is back, and is given up at last', async () => {
    const late = outgoing('sms', '13800005678')
    carrierIsDown = true
    await expect(post(platform, late)).rejects.toThrow('did not go out')
    expect(await deliveryOf(late.messageId)).toMatchObject({ state: 'waiting', attempts: 1 })
    carrierIsDown = false
    await post(platform, late)
    expect(await deliveryOf(late.messageId)).toMatchObject({ state: 'sent', attempts: 2 })

    const never = outgoing('sms', '13800009999')
    carrierIsDown = true
    for (let attempt = 0; attempt < mostAttempts; attempt += 1)
      await expect(post(platform, never)).rejects.toThrow('did not go out')
    await post(platform, never)
    carrierIsDown = false
    const given = await deliveryOf(never.messageId)
    // What is given up is kept as a fact, not as words.
    expect(given).toMatchObject({
      state: 'failed',
      attempts: mostAttempts,
      contentSealed: null,
    })
    expect(given.lastError).not.toContain('13800009999')
  })
})

describe('what waits', () => {
  test('is kept while it is tried, and forgotten when nobody tries it any more', async () => {
    const mail = outgoing('sms', '13800007777')
    carrierIsDown = true
    await expect(post(platform, mail)).rejects.toThrow('did not go out')
    carrierIsDown = false
    await sweep(platform)
    expect(await deliveryOf(mail.messageId)).toMatchObject({ state: 'waiting' })
    app.clock.advance(3 * 86_400_000 + 1000)
    await sweep(platform)
    expect(await deliveryOf(mail.messageId)).toMatchObject({ state: 'failed', contentSealed: null })
    await post(platform, mail)
    expect(texts.some((text) => text.get('PhoneNumbers') === '13800007777')).toBe(false)
  })
})

describe('the job of a message', () => {
  test('that a carrier refuses is tried later, ever later, as one delivery, and then goes', async () => {
    await prepareJobs(app.database.ownerUrl)
    const { db } = platform
    const manager = await makeStaff(app, (await makeUnit(app)).id, { level: 'manager' })
    const seat = { accountId: manager.id, seatId: manager.seatId }
    const actor = await orgs.actorFor(app.platform, seat)
    const address = '13900005555'
    const link = { way: 'link', name: '古丽', address, level: 'clerk' } as const
    await invitations.invite(actor, link)
    const jobRow = async () => {
      const { rows } = await sql<{ attempts: number; waits: number; error: string | null }>`
        SELECT j.attempts, j.last_error AS error, extract(epoch FROM j.run_at - now())::float8 AS waits
        FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
        WHERE t.identifier = 'orgs.sendInvitation'`.execute(db)
      return rows[0]
    }
    const deliveries = () =>
      db
        .selectFrom('deliveries')
        .select(['state', 'attempts'])
        .where('topic', '=', 'staff.linked')
        .execute()
    const once = async () => {
      await sql`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL`.execute(
        db,
      )
      await sql`SELECT pg_notify('jobs:insert', '{"count": 1}')`.execute(db)
    }
    carrierIsDown = true
    const jobs = await startJobs(platform, app.database.appUrl, orgTasks)
    await relayOnce(db)
    while (typeof (await jobRow())?.error !== 'string');
    expect(await deliveries()).toEqual([{ state: 'waiting', attempts: 1 }])
    const first = await jobRow()
    expect(first).toMatchObject({ attempts: 1 })
    await once()
    while (((await jobRow())?.attempts ?? 0) < 2 || (await deliveries())[0]?.attempts === 1);
    while (((await jobRow())?.waits ?? 0) <= 0);
    const second = await jobRow()
    expect(second?.waits ?? 0).toBeGreaterThan(first?.waits ?? Number.POSITIVE_INFINITY)
    carrierIsDown = false
    await once()
    while ((await deliveries())[0]?.state !== 'sent');
    await jobs.stop()
    expect(await deliveries()).toEqual([{ state: 'sent', attempts: 3 }])
    expect(texts.filter((text) => text.get('PhoneNumbers') === address)).toHaveLength(1)
  })

  test('goes by e-mail where the person wants it, by SMS only to a proven phone', async () => {
    const person = await makeIndividual(app, { email: 'proven@example.com' })
    const deliver = accountTasks['messages.deliver']
    if (!deliver) throw new Error('no task')
    const payload = {
      messageId: newId(),
      accountId: person.id,
      topic: 'password.changed',
      facts: {},
    }
    const before = texts.length
    await deliver(payload, { platform })
    expect(letters.some((letter) => letter.includes('proven@example.com'))).toBe(true)
    expect(texts).toHaveLength(before)
  })

  test('what must be told is told whatever is preferred; the rest is not', async () => {
    const person = await makeIndividual(app)
    await savePreferences(app.platform.db, { accountId: person.id, sms: false, email: false })
    const wanted = (topic: 'password.changed' | 'year.met') =>
      isWanted(app.platform.db, person.id, topic, 'email')
    expect(await wanted('password.changed')).toBe(true)
    expect(await wanted('year.met')).toBe(false)
  })
})
