import * as certificates from '../../src/certificates/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import * as audit from '../../src/platform/audit.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { transaction } from '../../src/platform/transaction.ts'
import type { TestApp } from '../app.ts'
import { residentNumber } from './accounts.ts'
import { makeUnit } from './orgs.ts'

/** A year that is met, as the ledger would tell it. */
export const yearFacts = (given: Partial<certificates.YearFacts> = {}): certificates.YearFacts => ({
  year: 2026,
  series: '工程技术人员',
  categories: [
    { name: '公需课目', count: 1, hoursTenths: 300, requiredTenths: 300 },
    { name: '专业课目', count: 1, hoursTenths: 420, requiredTenths: 420 },
    { name: '个人选修课目', count: 1, hoursTenths: 180, requiredTenths: 180 },
  ],
  totalHoursTenths: 900,
  totalRequiredTenths: 900,
  conclusion: '已认证',
  ruleSet: '广东省 2021 年起标准',
  items: [
    {
      category: '公需课目',
      course: '新质生产力',
      form: '网络培训',
      institution: '广州木棉继续教育学院',
      from: '2026-03-02',
      to: '2026-03-20',
      hoursTenths: 300,
      recognisedBy: '广州木棉科技有限公司',
    },
  ],
  ...given,
})

/** People with the names, past every form: their accounts cannot log in. Answers their ids. */
export async function makePeople(
  { db, cipher, clock, indexes }: Platform,
  names: readonly string[],
): Promise<string[]> {
  const createdAt = clock.now()
  const people = names.map((name) => ({ id: newId(createdAt), name, createdAt }))
  const sealed = (id: string, column: string, text: string) =>
    cipher.seal(text, { table: 'accounts', column, id })
  await db
    .insertInto('accounts')
    .values(
      people.map(({ id, name }) => ({
        id,
        name,
        createdAt,
        state: 'active' as const,
        individual: true,
        mustChangePassword: false,
        country: 'CHN',
        documentType: 'residentId' as const,
        documentNumberSealed: sealed(id, 'document_number_sealed', residentNumber()),
        phoneSealed: sealed(id, 'phone_sealed', '13800000000'),
        emailSealed: sealed(id, 'email_sealed', 'somebody@example.com'),
      })),
    )
    .execute()
  await db
    .insertInto('people')
    .values(
      people.map((person) => ({
        ...person,
        namePinyin: '',
        nameInitials: '',
        numberTail: indexes.numberTail('1234'),
      })),
    )
    .execute()
  return people.map(({ id }) => id)
}

/** Issues as a certification would: in one act of the house with its audit row. */
export async function issueMany(
  platform: Platform,
  asked: readonly certificates.Issue[],
): Promise<certificates.Issued[]> {
  const actor = orgs.systemActor(platform)
  const { issued } = await transaction(actor, async (tx) => {
    const made = await certificates.issueMany(tx, actor, asked)
    await audit.record(tx, actor, { act: 'test.issue', recordId: null })
    return { id: '', issued: made }
  })
  return issued
}

/** The certificate of somebody new, a unit of 天河区 unless told. */
export async function makeCertificate(
  app: TestApp,
  {
    name = '陈嘉欣',
    unitId,
    facts = {},
  }: { name?: string; unitId?: string; facts?: Partial<certificates.YearFacts> } = {},
) {
  const employer = unitId ?? (await makeUnit(app)).id
  const [personId = ''] = await makePeople(app.platform, [name])
  const asked = { personId, unitId: employer, series: '05', facts: yearFacts(facts) }
  const [issued] = await issueMany(app.platform, [asked])
  if (!issued) throw new Error('nothing was issued')
  return { ...issued, personId, unitId: employer }
}
