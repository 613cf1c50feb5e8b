import { logIn } from '@xueshi/contract/accounts'
import { proveContact, sendContactCode } from '@xueshi/contract/accounts/contacts'
import {
  answerRecovery,
  beginRecovery,
  proveRecovery,
  renewPassword,
  resendRecoveryCode,
} from '@xueshi/contract/accounts/recovery'
import { readSession } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isBattery } from '../../../test/battery.ts'
import { testApp, type Client, type TestApp } from '../../../test/app.ts'
import {
  makeIndividual,
  nextNumber,
  password,
  registrationForm,
  solvedCaptcha,
} from '../../../test/factories/accounts.ts'
import { lastCode, otherThan, sentOut } from '../../../test/factories/codes.ts'
import * as orgs from '../../orgs/service.ts'
import { forgetSettings } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { issueHelpDeskCode } from '../service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(7_200_000))

const answers: Readonly<Record<string, string>> = {
  motherName: '李秀英',
  spouseBirthday: '1990 年 1 月 2 日', // as nobody would have typed it the first time
  studentNumber: '20060123',
}
const newPassword = 'Boluo3Yezi'

/** Somebody with three answers and a proven phone. */
const makeOwner = async () => {
  const phone = `136${String(nextNumber()).padStart(8, '0')}`
  const { questions } = registrationForm()
  const person = await makeIndividual(app, { phone, questions })
  await person.client.call(sendContactCode, { body: { contact: 'phone', address: null } })
  const code = await lastCode(app)
  await person.client.call(proveContact, { body: { contact: 'phone', code, password } })
  return { ...person, phone }
}
const begin = async (userName: string, client: Client = app.visitor()) => {
  const captcha = await solvedCaptcha(client)
  const body = { userName, contact: 'phone', captcha } as const
  const begun = await client.call(beginRecovery, { body })
  return { client, begun, id: begun.body.id }
}
type Flow = { client: Client; id: string }
const prove = ({ client, id }: Flow, code: string) =>
  client.call(proveRecovery, { params: { id }, body: { code } })
const answer = ({ client, id }: Flow, given: string[]) =>
  client.call(answerRecovery, { params: { id }, body: { answers: given } })
const renew = ({ client, id }: Flow, typed = newPassword) =>
  client.call(renewPassword, {
    params: { id },
    body: { newPassword: typed, newPasswordAgain: typed },
  })
const logsIn = async (userName: string, typed: string) => {
  const visitor = app.visitor()
  const captcha = await solvedCaptcha(visitor)
  const body = { userName, password: typed, captcha }
  return (await visitor.call(logIn, { body })).status === 200
}
const rightAnswers = (questions: string[]) => questions.map((question) => answers[question] ?? '')

describe('recovery', () => {
  test('a code, two answers, a new password: every login ends and the owner is told', async () => {
    const { id: accountId, accountName, documentNumber, client } = await makeOwner()
    const flow = await begin(documentNumber)
    const proven = (await prove(flow, await lastCode(app))).body
    expect(proven.questions).toHaveLength(2)
    expect(proven.accountName).toBeNull()
    const answered = (await answer(flow, rightAnswers(proven.questions))).body
    expect(answered.accountName).toBe(accountName)
    expect((await renew(flow)).status).toBe(200)
    expect((await client.call(readSession)).body.account).toBeNull()
    expect(await logsIn(accountName, password)).toBe(false)
    expect(await logsIn(accountName, newPassword)).toBe(true)
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'password.recovered')
      .execute()
    expect(told.map(({ payload }) => payload)).toContainEqual({ to: { accountId }, facts: {} })
  })

  test('nothing is skipped: no answers before the code, no password before the answers', async () => {
    const { accountName } = await makeOwner()
    const flow = await begin(accountName)
    const code = await lastCode(app)
    expect((await answer(flow, ['甲', '乙'])).problem.code).toBe('FLOW_OVER')
    expect((await renew(flow)).problem.code).toBe('FLOW_OVER')
    await prove(flow, code)
    expect((await renew(flow)).problem.code).toBe('FLOW_OVER')
    expect((await prove(flow, code)).problem.code).toBe('FLOW_OVER')
  })

  test('T11: a flow belongs to the browser that began it, and lasts half an hour', async () => {
    const { accountName } = await makeOwner()
    const { id } = await begin(accountName)
    const code = await lastCode(app)
    const elsewhere = await begin('nobody_at_all')
    expect((await prove({ id, client: elsewhere.client }, code)).problem.code).toBe('FLOW_OVER')
    const late = await begin(accountName)
    app.clock.advance(1_800_000)
    expect((await prove(late, '000000')).problem.code).toBe('FLOW_OVER')
  })

  test('a phone that was never proven gets no code', async () => {
    const { accountName } = await makeIndividual(app)
    const before = (await sentOut(app)).length
    expect((await begin(accountName)).begun.status).toBe(200)
    expect(await sentOut(app)).toHaveLength(before)
  })

  test('ten wrong codes and answers end the flow', async () => {
    const { accountName } = await makeOwner()
    const flow = await begin(accountName)
    const { questions } = (await prove(flow, await lastCode(app))).body
    for (let times = 0; times < 9; times += 1)
      expect((await answer(flow, ['错', '误'])).problem.code).toBe('ANSWER_WRONG')
    expect((await answer(flow, rightAnswers(questions))).problem.code).toBe('FLOW_OVER')
  })

  test('T11: a code replaced by the next one, and one of many at once', async () => {
    const { accountName } = await makeOwner()
    const flow = await begin(accountName)
    const former = await lastCode(app)
    app.clock.advance(60_000)
    const params = { id: flow.id }
    await flow.client.call(resendRecoveryCode, { params, body: { contact: 'phone' } })
    const code = await lastCode(app)
    if (former !== code) expect((await prove(flow, former)).problem.code).toBe('CODE_WRONG')
    const tries = await Promise.all(
      Array.from({ length: isBattery ? 50 : 8 }, () => prove(flow, code)),
    )
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('T11: of two new passwords at once one holds', async () => {
    const { accountName } = await makeOwner()
    const flow = await begin(accountName)
    const { questions } = (await prove(flow, await lastCode(app))).body
    await answer(flow, rightAnswers(questions))
    const both = await Promise.all([renew(flow), renew(flow, 'Liulian4Li')])
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('422: a weak password, and the flow goes on', async () => {
    const { accountName, documentNumber } = await makeOwner()
    const flow = await begin(accountName)
    const { questions } = (await prove(flow, await lastCode(app))).body
    await answer(flow, rightAnswers(questions))
    expect((await renew(flow, `${accountName}1`)).problem.fields).toEqual({
      newPassword: 'PASSWORD_PERSONAL',
    })
    expect((await renew(flow, `a${documentNumber.slice(6, 14)}`)).problem.fields).toEqual({
      newPassword: 'PASSWORD_PERSONAL',
    })
    expect((await renew(flow)).status).toBe(200)
  })
})

describe('T10: known and unknown', () => {
  /** The answer without what is new in every answer. */
  const plain = (text: string) =>
    text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id').replace(/T[\d:.]+Z/g, 'T')

  test('are answered in the same bytes at every step', async () => {
    const { accountName } = await makeOwner()
    const told: string[][] = []
    for (const name of [accountName, 'nobody_at_all']) {
      const flow = await begin(name)
      const code = await lastCode(app)
      const wrong = await prove(flow, otherThan(code))
      const helpDesk = await prove(flow, '12345678')
      const early = await answer(flow, ['甲', '乙'])
      const again = await flow.client.call(resendRecoveryCode, {
        params: { id: flow.id },
        body: { contact: 'email' },
      })
      told.push(
        [flow.begun, wrong, helpDesk, early, again].map(({ status, body }) =>
          plain(`${status} ${JSON.stringify(body)}`),
        ),
      )
    }
    expect(told[0]).toEqual(told[1])
  })

  test('leave as many rows behind', async () => {
    const { accountName } = await makeOwner()
    const rows = async () => {
      const { db } = app.platform
      const counts = await Promise.all(
        (['audit', 'outbox', 'codes', 'flows'] as const).map((table) =>
          db
            .selectFrom(table)
            .select((select) => select.fn.countAll<string>().as('count'))
            .executeTakeFirstOrThrow(),
        ),
      )
      return counts.map(({ count }) => Number(count))
    }
    const grown: number[][] = []
    for (const name of [accountName, 'somebody_else']) {
      const before = await rows()
      const { client, id } = await begin(name)
      await prove({ client, id }, '000000')
      const after = await rows()
      grown.push(after.map((count, at) => count - (before[at] ?? 0)))
    }
    expect(grown[0]).toEqual(grown[1])
  })

  test('are refused alike when asked for too often', async () => {
    const { accountName } = await makeOwner()
    for (const name of [accountName, 'one_more_nobody']) {
      for (let times = 0; times < 6; times += 1) expect((await begin(name)).begun.status).toBe(200)
      expect((await begin(name)).begun.problem.code).toBe('RATE_LIMITED')
    }
  })
})

describe('a help desk’s code', () => {
  const issue = (accountId: string) => {
    const system = orgs.systemActor(app.platform)
    return transaction(system, async (tx) => ({
      id: accountId,
      ...(await issueHelpDeskCode(tx, system, {
        accountId: accountId,
        reason: '手机遗失，已核对身份证原件',
        office: '天河区人力资源和社会保障局',
      })),
    }))
  }

  test('stands in for the code by SMS, and the answers are asked all the same', async () => {
    const { id, accountName } = await makeOwner()
    const { code } = await issue(id)
    expect(code).toMatch(/^\d{8}$/)
    const flow = await begin(accountName)
    const { questions } = (await prove(flow, code)).body
    expect((await answer(flow, ['不', '对'])).problem.code).toBe('ANSWER_WRONG')
    await answer(flow, rightAnswers(questions))
    expect((await renew(flow)).status).toBe(200)
    const again = await begin(accountName)
    expect((await prove(again, code)).problem.code).toBe('CODE_WRONG')
  })

  test('asks the answers also where a code by SMS needs none: whoever issued it knows it', async () => {
    const { id, accountName } = await makeOwner()
    const contents = JSON.stringify({ recoveryAnswers: false })
    const now = app.clock.now()
    const row = { part: 'system' as const, version: 1, contents, changedAt: now }
    await app.platform.db.insertInto('settings').values(row).execute()
    forgetSettings(app.platform)
    try {
      const byPhone = await begin(accountName)
      expect((await prove(byPhone, await lastCode(app))).body).toEqual({
        questions: [],
        accountName,
      })
      const { code } = await issue(id)
      const flow = await begin(accountName)
      const { questions } = (await prove(flow, code)).body
      expect(questions).toHaveLength(2)
      expect((await renew(flow)).problem.code).toBe('FLOW_OVER')
      expect((await answer(flow, ['不', '对'])).problem.code).toBe('ANSWER_WRONG')
      await answer(flow, rightAnswers(questions))
      expect((await renew(flow)).status).toBe(200)
    } finally {
      await app.platform.db.updateTable('settings').set({ contents: '{}' }).execute()
      forgetSettings(app.platform)
    }
  })

  test('T11: is another account’s nothing, and ends after half an hour', async () => {
    const owner = await makeOwner()
    const other = await makeOwner()
    const { code } = await issue(owner.id)
    expect((await prove(await begin(other.accountName), code)).problem.code).toBe('CODE_WRONG')
    app.clock.advance(1_800_000)
    expect((await prove(await begin(owner.accountName), code)).problem.code).toBe('CODE_WRONG')
  })

  test('429: a sixth on one day', async () => {
    const { id } = await makeOwner()
    for (let times = 0; times < 5; times += 1) await issue(id)
    await expect(issue(id)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })
})
