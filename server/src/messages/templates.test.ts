import { listMessages, topics } from '@xueshi/contract/messages'
import { factsIn, listTemplates, saveTemplate } from '@xueshi/contract/messages/templates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { accountTasks } from '../accounts/jobs.ts'
import { newId } from '../platform/ids.ts'
import { mostADay, post } from './service.ts'

let app: TestApp
let system: Client
beforeAll(async () => {
  app = await testApp()
  system = (await makeAdministrator(app, 'systemAdmin')).client
})
afterAll(() => app.close())

const templateOf = async (topic: string) =>
  (await system.call(listTemplates)).body.items.find((item) => item.topic === topic)
const save = (topic: keyof typeof topics, form: { title: string; text: string }, version: number) =>
  system.call(saveTemplate, { params: { topic }, body: { version, form } })

describe('GET /administration/templates', () => {
  test('200: every topic, as shipped until somebody says otherwise', async () => {
    const { items } = (await system.call(listTemplates)).body
    expect(items.map(({ topic }) => topic)).toEqual(Object.keys(topics))
    expect(
      items.every(({ version, title, shipped }) => version === 0 && title === shipped.title),
    ).toBe(true)
  })
})

describe('PUT /administration/templates/:topic', () => {
  const form = { title: '{year} 年度达标', text: '{year} 年度学时已够，可以认证。' }

  test('200: messages say it from now on, in the portal and by e-mail; the shipped text comes back', async () => {
    const person = await makeIndividual(app)
    await app.platform.db
      .insertInto('messages')
      .values({
        id: newId(),
        accountId: person.id,
        topic: 'year.met',
        facts: JSON.stringify({ year: 2026 }),
        at: app.clock.now(),
      })
      .execute()
    const inbox = async () => (await person.client.call(listMessages)).body.items[0]
    expect((await inbox())?.text).toBe(topics['year.met'].text.replace('{year}', '2026'))
    expect((await save('year.met', form, 0)).body).toMatchObject({ version: 1, ...form })
    expect((await inbox())?.text).toBe('2026 年度学时已够，可以认证。')

    const demo = { ...app.platform, config: { ...app.platform.config, demo: true } }
    const told = {
      messageId: newId(),
      accountId: person.id,
      topic: 'year.met',
      facts: { year: 2026 },
    }
    await accountTasks['messages.deliver']?.(told, { platform: demo })
    const { contentSealed, id } = await app.platform.db
      .selectFrom('deliveries')
      .select(['contentSealed', 'id'])
      .where('messageId', '=', told.messageId)
      .executeTakeFirstOrThrow()
    const place = { table: 'deliveries', column: 'content_sealed', id }
    expect(app.platform.cipher.open(contentSealed ?? Buffer.alloc(0), place)).toContain('学时已够')

    const { title, text } = topics['year.met']
    expect((await save('year.met', { title, text }, 1)).body).toMatchObject({ version: 0, title })
    expect((await inbox())?.text).toBe(text.replace('{year}', '2026'))
  })

  test('422: a fact is lost, or one that the topic does not have', async () => {
    const lost = await save('staff.linked', { title: '邀请', text: '请登录系统。' }, 0)
    expect(lost.problem.fields).toEqual({ 'form.text': 'TEMPLATE_FACT_LOST' })
    const unknown = { title: '{password}', text: topics['year.met'].text }
    expect((await save('year.met', unknown, 0)).problem.fields).toEqual({
      'form.title': 'TEMPLATE_FACT_UNKNOWN',
    })
    expect(factsIn(topics['staff.linked'].text)).toContain('link')
  })

  test('409: somebody saved in between', async () => {
    await save('phone.changed', { title: '手机变更', text: topics['phone.changed'].text }, 0)
    const late = { title: '手机改了', text: topics['phone.changed'].text }
    expect((await save('phone.changed', late, 0)).problem.code).toBe('STALE')
    expect(await templateOf('phone.changed')).toMatchObject({ title: '手机变更', version: 1 })
  })
})

describe('the quota of a day', () => {
  const demo = () => ({ ...app.platform, config: { ...app.platform.config, demo: true } })
  const send = async (topic: keyof typeof topics, address: string) => {
    const messageId = newId()
    const mail = { messageId, accountId: null, channel: 'sms', topic, address, facts: {} } as const
    await post(demo(), { ...mail, addressMasked: '138****0000', title: '标题', text: '正文' })
    const { state } = await app.platform.db
      .selectFrom('deliveries')
      .select('state')
      .where('messageId', '=', messageId)
      .executeTakeFirstOrThrow()
    return state
  }

  test('is an address’s own, holds back what need not be told, and is new the next day', async () => {
    const [address, other] = ['13800000001', '13800000002']
    for (let count = 0; count < mostADay.sms; count += 1)
      expect(await send('staff.invited', address)).toBe('sent')
    expect(await send('staff.invited', address)).toBe('failed')
    expect(await send('staff.invited', other)).toBe('sent')
    expect(await send('password.changed', address)).toBe('sent')
    app.clock.advance(86_400_000)
    expect(await send('staff.invited', address)).toBe('sent')
  })
})
