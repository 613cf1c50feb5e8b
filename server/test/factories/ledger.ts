import type { Category } from '@xueshi/contract/ledger'
import * as ledger from '../../src/ledger/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import * as audit from '../../src/platform/audit.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/transaction.ts'
import type { TestApp } from '../app.ts'
import { makePeople } from './certificates.ts'
import { individualActor } from './declarations.ts'

export type Source = ledger.Credit['source']
export const newSource = (): Source => ({ kind: 'declaration', id: newId(), line: 0 })

type Given = Partial<ledger.Credit> & { category: Category; hoursTenths: number }
const creditOf = (personId: string, source: Source, given: Given): ledger.Credit => ({
  personId,
  unitId: null,
  year: 2026,
  series: '05',
  subjects: 1,
  form: '01',
  item: {
    name: '岭南软件工程研修班',
    institution: '广州木棉继续教育学院',
    startOn: '2026-04-11',
    endOn: '2026-04-12',
    recognisedBy: '广州木棉科技有限公司',
  },
  ...given,
  source,
})

/** Credits a person as a recognition would: in one act of the house with its audit row. */
export async function credit(app: TestApp, personId: string, given: Given): Promise<Source> {
  const source = given.source ?? newSource()
  const actor = orgs.systemActor(app.platform)
  await transaction(actor, async (tx) => {
    await ledger.credit(tx, actor, creditOf(personId, source, given))
    await audit.record(tx, actor, { act: 'test.credit', recordId: source.id })
    return { id: source.id }
  })
  return source
}

/** Credits many at once, as a class that is finished would. */
export async function creditMany(
  app: TestApp,
  given: readonly (Given & { personId: string; source: Source })[],
): Promise<void> {
  const actor = orgs.systemActor(app.platform)
  await transaction(actor, async (tx) => {
    const credits = given.map(({ personId, source, ...one }) => creditOf(personId, source, one))
    await ledger.creditAll(tx, actor, credits)
    const id = newId()
    await audit.record(tx, actor, { act: 'test.credit', recordId: id })
    return { id }
  })
}

/** Puts other hours in the place of a credit, as an appeal would. */
export async function replace(
  app: TestApp,
  personId: string,
  { source, ...given }: Given & { source: Source },
): Promise<void> {
  const actor = orgs.systemActor(app.platform)
  await transaction(actor, async (tx) => {
    await ledger.replace(tx, actor, creditOf(personId, source, given), '复核后调整')
    await audit.record(tx, actor, { act: 'test.replace', recordId: source.id })
    return { id: source.id }
  })
}

/** Takes a credit back, as a revocation would. */
export async function reverse(app: TestApp, source: Source, reason = '附件不实'): Promise<void> {
  const actor = orgs.systemActor(app.platform)
  await transaction(actor, async (tx) => {
    await ledger.reverse(tx, actor, { source, reason })
    await audit.record(tx, actor, { act: 'test.reverse', recordId: source.id })
    return { id: source.id }
  })
}

/** Thirty, forty-two and eighteen hours: a year that is met. Answers the three sources. */
export const creditWholeYear = async (
  app: TestApp,
  personId: string,
  unitId: string | null = null,
) => [
  await credit(app, personId, { unitId, category: 'public', hoursTenths: 300 }),
  await credit(app, personId, { unitId, category: 'professional', hoursTenths: 420 }),
  await credit(app, personId, { unitId, category: 'elective', hoursTenths: 180 }),
]

/** Somebody whose year 2026 is complete and certified, and its certificate. */
export async function makeCertified(app: TestApp, unitId: string, name = '陈嘉欣') {
  const [personId = ''] = await makePeople(app.platform, [name])
  const sources = await creditWholeYear(app, personId, unitId)
  const actor = await individualActor(app, personId)
  const [met] = (await ledger.listYears(actor, {})).items
  const { certificate } = await ledger.certify(actor, met?.id ?? '')
  if (!certificate) throw new Error('nothing was issued')
  return { ...certificate, personId, sources, actor }
}
