import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTaskResult } from '@xueshi/contract/tasks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { residentNumber } from '../../../test/factories/accounts.ts'
import { makeChecked, pastRow, runLegacy } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf } from '../../../test/factories/people.ts'
import { makeInput } from '../../../test/factories/tasks.ts'
import type { Actor } from '../../platform/actor.ts'
import { readSheet } from '../../platform/sheet.ts'
import { columns } from '../checking/rules.ts'
import * as legacy from '../service.ts'

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

const fetched = async (taskId: string): Promise<Buffer | null> => {
  const { status, body } = await office.client.call(readTaskResult, { params: { id: taskId } })
  if (status !== 200) return null
  return (await app.server.inject({ url: body.url, cookies: office.client.cookies })).rawPayload
}
const read = async (bytes: Buffer) => {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-faults-'))
  try {
    const path = join(folder, 'faults.xlsx')
    await writeFile(path, bytes)
    const asText = columns.map((column) => ({ ...column, kind: 'text' as const }))
    const fault = { key: 'fault', header: '错误原因', kind: 'text' } as const
    const rows = []
    for await (const { cells } of readSheet(path, [...asText, fault])) rows.push(cells)
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test('wrong rows come back as they were given, each with its reasons; corrected, the sheet is taken as it is', async () => {
  const number = residentNumber()
  const batch = await makeChecked(app, actor, [
    pastRow(),
    pastRow({ 证件号码: number, 学时: '十八', 课目类型: '必修课', 学习开始时间: '二〇一五年春' }),
    pastRow(),
    pastRow({ 证件号码: '440106198803070010' }),
  ])
  expect(batch).toMatchObject({ wrongCount: 2 })
  const bytes = (await fetched(batch.taskId)) ?? Buffer.of()
  const rows = await read(bytes)
  expect(rows).toMatchObject([
    { documentNumber: number, hours: '十八', category: '必修课', startOn: '二〇一五年春' },
    { documentNumber: '440106198803070010' },
  ])
  for (const reason of ['课目类型：不在可选范围内', '学时：请填写数字', '学习开始时间：请填写日期'])
    expect(rows[0]?.fault).toContain(reason)
  expect(rows[1]?.fault).toMatch(/^证件号码：/)

  const inputId = await makeInput(app, actor, bytes, { name: '错误行.xlsx' })
  const again = await legacy.check(actor, { name: '再次核对', inputId })
  await runLegacy(app, again.taskId)
  expect(await legacy.read(actor, again.id)).toMatchObject({ rowCount: 2, wrongCount: 2 })
})

test('404 where nothing is wrong', async () => {
  const batch = await makeChecked(app, actor, [pastRow()])
  expect(await fetched(batch.taskId)).toBeNull()
})
