import { checkDocumentNumber } from '@xueshi/contract/document-number'
import type { LegacyControlLine, LegacyDetail, LegacyNear } from '@xueshi/contract/legacy'
import { legacyWorks } from '../../src/legacy/jobs.ts'
import * as legacy from '../../src/legacy/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import * as tasks from '../../src/tasks/service.ts'
import type { TestApp } from '../app.ts'
import { residentNumber } from './accounts.ts'
import { makePerson } from './people.ts'
import { actors, makeInput } from './tasks.ts'

/** A row of a past ledger, right in every cell, of somebody nobody knows unless told. */
export type PastCells = Record<string, string>
export const pastRow = (given: PastCells = {}): PastCells => ({
  姓名: '梁秋实',
  证件号码: residentNumber(),
  工作单位: '广州木棉机械厂',
  培训年度: '2015',
  专业系列: '工程技术',
  课目类型: '公需课',
  课程名称: '专业技术人员知识产权',
  学时: '18',
  继续教育证书号: '',
  发证日期: '',
  ...given,
})

/** The three rows of a year that met its rules of 72 hours, with its certificate in the first. */
export const pastYear = (given: PastCells, number = ''): PastCells[] => [
  pastRow({ ...given, 继续教育证书号: number }),
  pastRow({ ...given, 课目类型: '专业课', 课程名称: '机械设计进修', 学时: '42' }),
  pastRow({ ...given, 课目类型: '选修课', 课程名称: '公文写作', 学时: '12' }),
]

export function pastCsv(rows: readonly PastCells[]): string {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const quoted = (text = '') => `"${text.replaceAll('"', '""')}"`
  return [headers, ...rows.map((row) => headers.map((header) => row[header]))]
    .map((line) => line.map(quoted).join(','))
    .join('\n')
}

export const runLegacy = ({ platform }: TestApp, taskId: string, works = legacyWorks) =>
  tasks.runTask(platform, { works, actors }, taskId)

/** A batch whose file was read to its end. */
export const makeChecked = (app: TestApp, actor: Actor, rows: readonly PastCells[]) =>
  makeCheckedWith(app, actor, rows, [])

/** One with what the books come to. */
export async function makeCheckedWith(
  app: TestApp,
  actor: Actor,
  rows: readonly PastCells[],
  controls: LegacyControlLine[],
): Promise<LegacyDetail> {
  const inputId = await makeInput(app, actor, pastCsv(rows), { name: '台账.csv' })
  const begun = await legacy.check(actor, { name: '2015 年度台账', inputId, controls })
  await runLegacy(app, begun.taskId)
  return legacy.read(actor, begun.id)
}

/** The batch's own totals, as an office that counted right would write them. */
export const controlsOf = ({ totals }: LegacyDetail) =>
  totals.map(({ year, category, hoursTenths }) => ({ year, category, hoursTenths }))

/** A batch that stands in the ledger. */
export async function makeCommitted(
  app: TestApp,
  actor: Actor,
  rows: readonly PastCells[],
): Promise<LegacyDetail> {
  const checked = await makeChecked(app, actor, rows)
  const { id, version } = checked
  const begun = await legacy.commit(actor, { id, version, controls: controlsOf(checked) })
  await runLegacy(app, begun.taskId)
  return legacy.read(actor, id)
}

/** Whose name is another in the file. */
export async function firstNear(actor: Actor, id: string): Promise<LegacyNear> {
  const [near] = (await legacy.listNear(actor, id, {})).items
  if (!near) throw new Error('no name is near')
  return near
}

/** A batch with a stranger whose name and last digits are somebody's; `person` is whom the clerk is offered. */
export async function makeAlike(app: TestApp, actor: Actor, given: PastCells = {}) {
  const person = await makePerson(app)
  const cells = { 姓名: person.name, 证件号码: alikeNumber(person.documentNumber), ...given }
  return { ...(await makeChecked(app, actor, pastYear(cells))), person }
}

/** Another number of the same last four characters, born on another day. */
export function alikeNumber(number: string): string {
  for (let days = 0; days < 1_000; days += 1) {
    const born = new Date(Date.UTC(1970, 0, 1 + days)).toISOString().slice(0, 10)
    const other = number.slice(0, 6) + born.replaceAll('-', '') + number.slice(14)
    if (checkDocumentNumber('residentId', other, '2026-06-01') === 'ok') return other
  }
  throw new Error('no number ends alike')
}

/** One that was accepted as somebody and stands in the ledger. */
export async function makeAccepted(app: TestApp, actor: Actor, given: PastCells = {}) {
  const { id, person } = await makeAlike(app, actor, given)
  const near = await firstNear(actor, id)
  const { version, ...batch } = await legacy.acceptNear(actor, { id, nearId: near.id })
  const begun = await legacy.commit(actor, {
    id,
    version,
    controls: controlsOf({ version, ...batch }),
  })
  await runLegacy(app, begun.taskId)
  return { ...(await legacy.read(actor, id)), nearId: near.id, person }
}
