import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { documentTypeLabel, maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Body } from '@xueshi/contract/endpoint'
import { type exportPeople, PeopleFilter } from '@xueshi/contract/people/desk'
import { maskPhone } from '@xueshi/contract/phone'
import type { Task } from '@xueshi/contract/tasks'
import { todayIn } from '@xueshi/contract/year'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { fail } from '../../platform/refusal.ts'
import { readAhead } from '../../platform/read-ahead.ts'
import { type SheetCells, type SheetColumn, writeSheet } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import * as z from 'zod/mini'
import * as tasks from '../../tasks/service.ts'
import { deskOf } from '../departments/service.ts'
import { filterOf, lacksOf } from '../desk/service.ts'
import { numberOf } from '../rules.ts'
import * as store from './store.ts'

const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'documentType', header: '证件类型', kind: 'text', width: 22 },
  { key: 'documentNumber', header: '证件号码', kind: 'text', width: 22 },
  { key: 'phone', header: '联系电话', kind: 'text' },
  { key: 'department', header: '内设部门', kind: 'text' },
  { key: 'kind', header: '任职类型', kind: 'text' },
  { key: 'startedOn', header: '到本单位时间', kind: 'day' },
  { key: 'education', header: '最高学历', kind: 'text' },
  { key: 'degree', header: '最高学位', kind: 'text' },
  { key: 'title', header: '专业技术任职资格', kind: 'text' },
  { key: 'titleObtainedOn', header: '取得资格时间', kind: 'day' },
  { key: 'series', header: '专业系列', kind: 'text' },
  { key: 'specialty', header: '从事专业', kind: 'text' },
  { key: 'standing', header: '信息状态', kind: 'text' },
  { key: 'lacks', header: '尚缺', kind: 'text', width: 30 },
] as const satisfies readonly SheetColumn[]
/** People of units below: whose they are stands first. */
const columnsBelow = [{ key: 'unit', header: '工作单位', kind: 'text' }, ...columns] as const

const kindText = { main: '在职', partTime: '兼职', hosted: '挂靠' } as const
const standingText = { none: '未提交', submitted: '待单位确认', confirmed: '已确认' } as const
const lackText = {
  account: '账号未认领',
  profile: '信息未确认',
  photo: '无照片',
  phone: '手机未验证',
}

const rowsInPage = 1_000

/** 导出人员 is begun. With a reason the numbers come in full. */
export async function begin(
  actor: Actor,
  { filter, unmaskedReason }: Body<typeof exportPeople>,
): Promise<Task> {
  const unitId = deskOf(actor)
  // Numbers in full are between a person and the unit that has them.
  if (filter.subUnit !== undefined && unmaskedReason !== null)
    fail('INVALID', { fields: { unmaskedReason: 'NOT_OFFERED' } })
  const { id } = await transaction(actor, async (tx) => {
    const request = { filter: JSON.stringify(filter), unmaskedReason }
    const task = await tasks.begin(tx, actor, { kind: 'people.export', request })
    const facts = { unitId, unmasked: unmaskedReason !== null }
    await audit.record(tx, actor, { act: 'people.export', recordId: task.id, facts })
    return task
  })
  return tasks.read(actor, id)
}

/**
 * The export itself: the list as it is shown, in one file. Where numbers stand in full, each person's
 * is on record before it is written. Nothing is half a file, so it begins anew after a stop.
 */
export async function run(task: tasks.Run): Promise<void> {
  const { actor } = task
  const today = todayIn(actor.platform.clock.now())
  const name = `人员名单 ${today}.xlsx`
  const about = { name: '人员' }
  const isBelow = filterAsked(task).subUnit !== undefined
  await task.result(
    name,
    isBelow
      ? writeSheet(columnsBelow, rowsOf(task), about)
      : writeSheet<typeof columns>(columns, rowsOf(task), about),
  )
}

const filterAsked = ({ request }: tasks.Run) =>
  PeopleFilter.parse(JSON.parse(z.string().parse(request['filter'])))

async function* rowsOf(task: tasks.Run): AsyncGenerator<SheetCells<typeof columnsBelow>> {
  const isFull = typeof task.request['unmaskedReason'] === 'string'
  // The database is asked for the next page while this one is written.
  for await (const { rows, done } of readAhead(pagesOf(task))) {
    for (const row of rows) yield cellsOf(task.actor, row, isFull)
    task.count('written', rows.length)
    task.progress(done)
  }
}

async function* pagesOf(
  task: tasks.Run,
): AsyncGenerator<{ rows: store.ExportRow[]; done: number }> {
  const { actor, request } = task
  const unitId = deskOf(actor)
  const reason = request['unmaskedReason']
  const { db } = actor.platform
  const filter = await filterOf(actor, unitId, filterAsked(task))
  const all = await store.listEmployments(db, filter)
  const unitIds = filter.belowIds ?? [unitId]
  task.progress(0, all.length)
  for (let from = 0; from < all.length; from += rowsInPage) {
    const rows = await store.listPage(db, unitIds, all.slice(from, from + rowsInPage))
    if (typeof reason === 'string' && rows.length > 0)
      await task.step({}, async (tx) => {
        const facts = { reason, taskId: task.taskId }
        for (const { personId: recordId } of rows)
          await audit.record(tx, actor, { act: 'person.reveal', recordId, facts })
      })
    if (task.signal.aborted) await task.step({})
    yield { rows, done: Math.min(from + rowsInPage, all.length) }
  }
}

function phoneOf({ platform: { cipher } }: SignedIn, row: store.ExportRow): string | null {
  const { personId, profileId, phoneSealed, unclaimedPhoneSealed } = row
  const column = 'phone_sealed'
  if (phoneSealed !== null)
    return cipher.open(phoneSealed, { table: 'profiles', column, id: profileId ?? '' })
  if (unclaimedPhoneSealed === null) return null
  return cipher.open(unclaimedPhoneSealed, { table: 'accounts', column, id: personId })
}

function cellsOf(
  actor: SignedIn,
  row: store.ExportRow,
  isFull: boolean,
): SheetCells<typeof columnsBelow> {
  const number = numberOf(actor, row.personId, row)
  const phone = phoneOf(actor, row)
  return {
    unit: row.unitName,
    name: row.name,
    documentType: documentTypeLabel(row.documentType),
    documentNumber: isFull ? number : maskDocumentNumber(number),
    phone: phone === null ? null : isFull ? phone : maskPhone(phone),
    department: row.departmentName,
    kind: kindText[row.kind],
    startedOn: row.startedOn,
    education: row.education && (educationLabel(row.education) ?? row.education),
    degree: row.degree && (degreeLabel(row.degree) ?? row.degree),
    title: row.title,
    titleObtainedOn: row.titleObtainedOn,
    series: row.series && (titleSeriesLabel(row.series) ?? row.series),
    specialty: row.specialty,
    standing: standingText[row.standing],
    lacks: lacksOf(row)
      .map((lack) => lackText[lack])
      .join('、'),
  }
}
