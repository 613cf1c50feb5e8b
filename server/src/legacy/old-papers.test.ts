import { verifyByNumber } from '@xueshi/contract/certificates'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import { listCertificates } from '@xueshi/contract/certificates/register'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual, residentNumber } from '../../test/factories/accounts.ts'
import { makeChecked, makeCommitted, pastRow, pastYear } from '../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorOf } from '../../test/factories/people.ts'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await actorOf(app, office)
})
afterAll(() => app.close())

/** Of somebody born after 1900: the last digits of the others began with 996. */
function agedNumber(): string {
  const number = residentNumber()
  return number.slice(14, 17) < '996' ? number : agedNumber()
}
/** As it was before 1999: without century and check character. */
const shortOf = (number: string) => number.slice(0, 6) + number.slice(8, 17)

test('a number of fifteen digits is the person’s who has it with eighteen, and that it was short is kept', async () => {
  const known = await makeIndividual(app, { name: '周大河', documentNumber: agedNumber() })
  const stranger = agedNumber()
  const batch = await makeCommitted(app, actor, [
    pastRow({ 姓名: known.name, 证件号码: shortOf(known.documentNumber) }),
    pastRow({ 证件号码: shortOf(stranger) }),
    // The same person by the number as it is now.
    pastRow({ 证件号码: stranger, 课目类型: '专业课' }),
  ])
  expect(batch).toMatchObject({ shortCount: 2, knownCount: 1, newCount: 1 })
  const entries = await app.platform.db
    .selectFrom('ledgerEntries')
    .select('personId')
    .where('sourceId', '=', batch.id)
    .orderBy('line')
    .execute()
  expect(entries[0]?.personId).toBe(known.id)
  expect(entries[1]?.personId).toBe(entries[2]?.personId)
  const kept = await app.platform.db
    .selectFrom('legacyPeople')
    .select(['givenShort', 'numberMasked'])
    .where('batchId', '=', batch.id)
    .where('accountId', '=', known.id)
    .execute()
  expect(kept).toEqual([
    { givenShort: true, numberMasked: maskDocumentNumber(known.documentNumber) },
  ])
})

test('fifteen digits that hold no day of birth are wrong still, and so are those of another document', async () => {
  const batch = await makeChecked(app, actor, [
    pastRow({ 证件号码: '440106881340123' }),
    pastRow({ 证件号码: '440106880307123', 证件类型: '港澳台居民居住证' }),
  ])
  expect(batch).toMatchObject({ rowCount: 2, wrongCount: 2 })
})

test('发证机关 of the old certificate is on its page and told to whoever verifies it; ours where nobody wrote it down', async () => {
  const issuer = '广东省人事厅'
  const number = `粤人继教〔2008〕${newId().slice(-6)}号`
  const rows = pastYear({ 证件号码: residentNumber(), 姓名: '欧阳䶮' }, number)
  const [first, ...others] = rows
  const plain = `旧字${newId()}`
  await makeCommitted(app, actor, [
    { ...first, 发证机关: issuer },
    ...others,
    ...pastYear({ 证件号码: residentNumber() }, plain),
  ])
  const { body } = await office.client.call(verifyByNumber, { body: { number, name: '欧阳䶮' } })
  expect(body).toMatchObject({ result: 'valid', certificate: { number, issuer } })
  const told = await office.client.call(verifyByNumber, { body: { number: plain, name: '梁秋实' } })
  expect(told.body).toMatchObject({
    certificate: { issuer: '广东省人力资源和社会保障厅' },
  })
  const listed = await office.client.call(listCertificates, { query: { number } })
  expect(listed.body.items).toHaveLength(1)
})
