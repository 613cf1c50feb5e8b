import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { changePassword, logIn } from '@xueshi/contract/accounts'
import { beginSecondFactor, confirmSecondFactor } from '@xueshi/contract/accounts/second-factor'
import { readSession } from '@xueshi/contract/orgs'
import { acceptInvitation, invite, listOwnInvitations } from '@xueshi/contract/orgs/invitations'
import { openOffice } from '@xueshi/contract/orgs/offices'
import { approveUnit, listUnitReviews } from '@xueshi/contract/orgs/reviews'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { readOwnUnit } from '@xueshi/contract/orgs/units'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, testApp, type Client, type TestApp } from '../../test/app.ts'
import {
  makeIndividual,
  password as chosen,
  residentNumber,
  solvedCaptcha,
} from '../../test/factories/accounts.ts'
import { creditCode, makeStaff, makeWaitingUnit, tianhe } from '../../test/factories/orgs.ts'
import * as accounts from '../accounts/service.ts'
import { createAdministrator, kinds, type Question, type Wanted } from './create/service.ts'

let app: TestApp
beforeEach(async () => {
  app = await testApp()
})
afterEach(() => app.close())

const answers = (given: Partial<Record<Question, string>> = {}): Record<Question, string> => ({
  documentNumber: residentNumber(),
  accountName: 'first_officer',
  name: '黎小满',
  phone: '13812340001',
  password: 'Lizhi2Mangguo',
  ...given,
})
const province = { name: '广东省人力资源和社会保障厅', code: creditCode() }

/** Runs the act behind the command; answers what it said and what it asked. */
async function create(
  kind: Wanted['kind'],
  given: Partial<Record<Question, string>> = {},
  unit: Partial<Wanted['unit']> = {},
) {
  const all = answers(given)
  const asked: Question[] = []
  const ask = async (question: Question) => {
    asked.push(question)
    return all[question]
  }
  const at = { code: unit.code, name: unit.name }
  const said = await createAdministrator(app.platform, { kind, unit: at, ask })
  return { said, asked }
}

const atSeat = async (client: Client) => {
  const { seats } = (await client.call(readSession)).body
  const seat = seats[0]
  if (!seat) throw new Error('no seat')
  return clientOf(app.server, { cookies: client.cookies, seatId: seat.id })
}
const secure = async (client: Client, password: string) => {
  const { secret } = (await client.call(beginSecondFactor, { body: { password } })).body
  const code = accounts.presentCode(secret, app.clock.now())
  expect((await client.call(confirmSecondFactor, { body: { code } })).status).toBe(200)
}
const officeForm = (name: string, regionCode: string, manager: { accountName: string }) => ({
  body: {
    kind: 'hrss' as const,
    industryCode: null,
    name,
    code: creditCode(),
    regionCode,
    contactName: '何穗生',
    contactPhone: '020-87654321',
    managerName: '陈嘉欣',
    managerUserName: manager.accountName,
  },
})

describe('admin:create --kind hrss', () => {
  test('from an empty database to a county office with a clerk of its own, who approves a unit', async () => {
    await create('hrss', {}, province)

    // The first login leads to another password and to the second factor, before anything else.
    const manager = app.visitor()
    const first = { userName: 'first_officer', password: 'Lizhi2Mangguo' }
    const captcha = await solvedCaptcha(manager)
    expect((await manager.call(logIn, { body: { ...first, captcha } })).status).toBe(200)
    const session = (await manager.call(readSession)).body
    expect(session.account).toMatchObject({ mustChangePassword: true, mustSetSecondFactor: true })
    const newPassword = 'Longyan3Xigua'
    const change = { password: first.password, newPassword, newPasswordAgain: newPassword }
    expect((await manager.call(changePassword, { body: change })).status).toBe(200)
    await secure(manager, newPassword)
    const provincial = await atSeat(manager)

    const cityManager = await makeIndividual(app)
    const city = officeForm('广州市人力资源和社会保障局', '440100', cityManager)
    expect((await provincial.call(openOffice, city)).status).toBe(200)
    await secure(cityManager.client, chosen)
    const countyManager = await makeIndividual(app)
    const county = officeForm('天河区人力资源和社会保障局', tianhe, countyManager)
    expect((await (await atSeat(cityManager.client)).call(openOffice, county)).status).toBe(200)
    await secure(countyManager.client, chosen)

    const clerk = await makeIndividual(app)
    const address = { way: 'account', address: clerk.accountName, level: 'clerk' } as const
    const desk = await atSeat(countyManager.client)
    await desk.call(invite, { body: { ...address, name: '陈嘉欣' } })
    const [offer] = (await clerk.client.call(listOwnInvitations)).body.items
    const accepted = { params: { id: offer?.id ?? '' }, body: { version: offer?.version ?? 0 } }
    expect((await clerk.client.call(acceptInvitation, accepted)).status).toBe(200)
    await secure(clerk.client, chosen)

    const { unit, client } = await makeWaitingUnit(app)
    const queue = await atSeat(clerk.client)
    const { items } = (await queue.call(listUnitReviews)).body
    expect(items.map(({ id }) => id)).toEqual([unit.id])
    const seen = { params: { id: unit.id }, body: { version: unit.version } }
    expect((await queue.call(approveUnit, seen)).status).toBe(200)
    expect((await client.call(readOwnUnit)).body.state).toBe('approved')
  })

  test('refuses an office that is managed, before it asks anything', async () => {
    await create('hrss', {}, province)
    const asked: Question[] = []
    const ask = async (question: Question) => {
      asked.push(question)
      return ''
    }
    const unit = { code: undefined, name: undefined }
    const second = createAdministrator(app.platform, { kind: 'hrss', unit, ask })
    await expect(second).rejects.toThrow('is managed by 黎小满')
    expect(asked).toEqual([])
  })

  test('an office that nobody can manage any more: its clerk manages it, with the password as it was', async () => {
    await create('hrss', {}, province)
    const { db } = app.platform
    const { unitId } = await db.selectFrom('unitStaff').select('unitId').executeTakeFirstOrThrow()
    await db.updateTable('accounts').set({ state: 'disabled' }).execute()
    const clerk = await makeStaff(app, unitId, { kind: 'hrss' })
    const { said, asked } = await create('hrss', { documentNumber: clerk.documentNumber })
    expect(said).toContain('keeps its password')
    expect(asked).toEqual(['documentNumber'])
    const staff = (await clerk.client.call(listStaff)).body
    const own = staff.items.filter((item) => item.own)
    expect(own.map(({ level }) => level)).toEqual(['manager'])
  })

  test('an office of the code alone: an employer’s manager is not made by it', async () => {
    await create('system', {}, province)
    const employer = await makeWaitingUnit(app)
    const { db } = app.platform
    await db.updateTable('units').set({ state: 'approved' }).execute()
    const wrong = create('hrss', {}, { code: employer.unit.code })
    await expect(wrong).rejects.toThrow('is no HR&SS office')
  })
})

describe('admin:create for the three administrators', () => {
  test('three people: each at the province’s office, and nobody twice', async () => {
    await create('system', { accountName: 'admin_one' }, province)
    const security = answers({ accountName: 'admin_two', phone: '13812340002' })
    await create('security', security)
    await create('audit', { accountName: 'admin_three', phone: '13812340003' })
    await create('hrss', { accountName: 'officer_one', phone: '13812340004' })
    const rows = await app.platform.db.selectFrom('unitStaff').select(['kind', 'unitId']).execute()
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(Object.values(kinds).toSorted())
    expect(new Set(rows.map(({ unitId }) => unitId)).size).toBe(1)
    const { documentNumber } = security
    for (const kind of ['audit', 'hrss'] as const)
      await expect(create(kind, { documentNumber }, { code: creditCode() })).rejects.toThrow()
    await expect(create('audit', { documentNumber })).rejects.toThrow('administrator already')
  })

  test('somebody with an account is asked for the number alone', async () => {
    const person = await makeIndividual(app)
    const { documentNumber } = person
    const { asked } = await create('security', { documentNumber }, province)
    expect(asked).toEqual(['documentNumber'])
    const { body } = await person.client.call(readSession)
    expect(body.account).toMatchObject({ mustChangePassword: false, mustSetSecondFactor: true })
    expect(body.seats).toMatchObject([{ kind: 'securityAdmin', unitName: province.name }])
  })

  test.each(['disabled', 'unclaimed'] as const)(
    'refuses an account that is %s: nobody logs in to it',
    async (state) => {
      const { id, documentNumber } = await makeIndividual(app)
      await app.platform.db.updateTable('accounts').set({ state }).where('id', '=', id).execute()
      await expect(create('system', { documentNumber }, province)).rejects.toThrow(`is ${state}`)
      expect(await app.platform.db.selectFrom('unitStaff').select('id').execute()).toEqual([])
    },
  )

  test('what is wrong is named by its question, and nothing is made', async () => {
    const wrong = { accountName: 'x', password: 'short', phone: '12', name: '<>' }
    await expect(create('system', wrong, province)).rejects.toMatchObject({ code: 'INVALID' })
    await expect(create('system', { documentNumber: '1' }, province)).rejects.toMatchObject({
      fields: { documentNumber: 'DOCUMENT_FORMAT' },
    })
    const documentNumber = residentNumber()
    const birthday = { documentNumber, password: `a${documentNumber.slice(6, 14)}` }
    await expect(create('system', birthday, province)).rejects.toMatchObject({
      fields: { password: 'PASSWORD_PERSONAL' },
    })
    await expect(create('system')).rejects.toThrow('--unit CODE --unit-name NAME')
    expect(await app.platform.db.selectFrom('accounts').select('id').execute()).toEqual([])
  })
})

describe('the command', () => {
  const command = fileURLToPath(new URL('create-command.ts', import.meta.url))
  const run = async (args: string[], lines: string[]) => {
    const env = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: app.database.ownerUrl,
      DATA_DIR: app.platform.config.dataDir,
    }
    const child = spawn(process.execPath, [command, ...args], { env })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stdin.end(lines.map((line) => `${line}\n`).join(''))
    const [code] = (await once(child, 'close')) as [number]
    return { code, said }
  }

  test('reads its answers from standard input, says what was done, and not the password', async () => {
    const { documentNumber, accountName, name, phone, password } = answers()
    const args = ['--kind', 'hrss', '--unit', province.code, '--unit-name', province.name]
    const lines = [documentNumber, accountName, name, phone, password]
    const { code, said } = await run(args, lines)
    expect(said).toContain('黎小满 is hrss')
    expect(code).toBe(0)
    expect(said).not.toContain(password)
    const again = await run(['--kind', 'hrss'], [])
    expect(again.said).toContain('is managed by')
    expect(again.code).toBe(1)
  })

  test('without a kind it says which there are', async () => {
    const { code, said } = await run([], [])
    expect(code).toBe(1)
    expect(said).toContain('system|security|audit|hrss')
  })
})
