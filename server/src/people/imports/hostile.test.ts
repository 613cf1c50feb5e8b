import { checkDocumentNumber } from '@xueshi/contract/document-number'
import { importPeople, listPeople } from '@xueshi/contract/people/desk'
import { readTask } from '@xueshi/contract/tasks'
import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { rounds } from '../../../test/battery.ts'
import { residentNumber } from '../../../test/factories/accounts.ts'
import { actorOf, type Desk, makeDesk } from '../../../test/factories/people.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import { runTask } from '../../tasks/service.ts'
import { peopleWorks } from '../jobs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** Runs the import of a file to its end; answers the task, and the rows at fault by field. */
async function imported(
  desk: Desk,
  file: string | Buffer,
  { dryRun = false, name = '人员.csv' } = {},
) {
  const { clerk } = desk
  const inputId = await makeInput(app, await actorOf(app, clerk), file, { name })
  const { body } = await clerk.client.call(importPeople, { body: { inputId, dryRun } })
  await runTask(app.platform, { works: peopleWorks, actors }, body.id)
  const task = (await clerk.client.call(readTask, { params: { id: body.id } })).body
  const { rows } = await sql<{ row: number; field: string }>`
    SELECT row_number AS row, field FROM task_issues WHERE task_id = ${body.id} ORDER BY row_number`.execute(
    app.platform.db,
  )
  return {
    task,
    faults: (field: string) => rows.flatMap((each) => (each.field === field ? [each.row] : [])),
  }
}
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const csv = (lines: readonly (readonly string[])[]) =>
  [['姓名', '证件号码', '联系电话', '内设部门'], ...lines]
    .map((line) => line.map(quoted).join(','))
    .join('\n')

/** A piece of a name: what people are called, and what nobody is. */
const piece = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('王', '欧阳', '䶮', '𬱖', '𠮷', '买买提', '阿依古丽', '志明'),
  },
  { weight: 3, arbitrary: fc.constantFrom('·', '.', '•', '・') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\u202e',
      '\u2066',
      '\u200b',
      '\u0000',
      '\u0007',
      '\ud800',
      '<b>',
      '=1+1',
    ),
  },
  { weight: 1, arbitrary: fc.constant('长'.repeat(10_000)) },
)

test('T22: a name is kept to the character, or its row is refused', async () => {
  const desk = await makeDesk(app)
  const names = fc.sample(
    fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
    { numRuns: rounds(2_000), seed: 20_260_601 },
  )
  const lines = names.map((name, at) => [name, residentNumber(), '13912345678', `部门${at}`])
  const { faults, task } = await imported(desk, csv(lines))
  const refused = new Set(faults('name'))
  const { rows } = await sql<{ department: string; name: string; account: string }>`
    SELECT d.name AS department, r.name, a.name AS account
    FROM departments d JOIN employments e ON e.department_id = d.id
    JOIN people r ON r.id = e.person_id JOIN accounts a ON a.id = r.id
    WHERE d.unit_id = ${desk.id}`.execute(app.platform.db)
  const kept = new Map(rows.map((row) => [row.department, row]))
  expect(task.state).toBe('done')
  expect(kept.size).toBe(names.length - refused.size)
  // Both happen, or the test says nothing.
  expect(kept.size).toBeGreaterThan(names.length / 10)
  expect(refused.size).toBeGreaterThan(names.length / 10)
  for (const [at, name] of names.entries()) {
    const row = kept.get(`部门${at}`)
    if (!row) {
      expect(refused.has(at + 2), name).toBe(true)
      continue
    }
    expect(row.name).toBe(name.replaceAll(/[.•・]/g, '·'))
    expect(row.account).toBe(row.name)
    expect(row.name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
  }
})

/** By the standard GB 11643 itself, without any code of ours. */
function isResidentNumber(number: string): boolean {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(
    Number,
  )
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day))
  const isDay = date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day
  let rest = 0
  for (const digit of number.slice(0, 17)) rest = (rest * 2 + Number(digit)) % 11
  return isDay && '10X98765432'.charAt((rest * 2) % 11) === number.charAt(17)
}

test('T23: of numbers, right and wrong by a digit or a day, none is judged wrongly', async () => {
  const desk = await makeDesk(app)
  const two = (most: number, least = 1) =>
    fc.integer({ min: least, max: most }).map((n) => String(n).padStart(2, '0'))
  const number = fc
    .tuple(
      fc.integer({ min: 1950, max: 2004 }),
      two(12),
      two(31),
      fc.integer({ min: 100, max: 999 }),
      fc.integer({ min: 0, max: 10 }),
      fc.boolean(),
    )
    .map(([year, month, day, order, any, isLikelyRight]) => {
      const start = `440106${year}${month}${day}${order}`
      const right = [...'0123456789X'].find((digit) => isResidentNumber(start + digit))
      return start + (isLikelyRight && right ? right : 'X0123456789'.charAt(any))
    })
  const all = [...new Set(fc.sample(number, { numRuns: rounds(100_000), seed: 20_260_602 }))]
  const judged = all.filter(
    (each) => checkDocumentNumber('residentId', each, '2026-06-01') === 'ok',
  )
  expect(judged).toEqual(all.filter(isResidentNumber))
  // The rest of the way, as rows of a file.
  const numbers = all.slice(0, rounds(20_000))
  const lines = numbers.map((each) => ['林小溪', each, '13912345678', ''])
  const { faults } = await imported(desk, csv(lines), { dryRun: true })
  const wrong = numbers.flatMap((each, at) => (isResidentNumber(each) ? [] : [at + 2]))
  expect(wrong.length).toBeGreaterThan(numbers.length / 10)
  expect(faults('documentNumber')).toEqual(wrong)
})

test('T25: a file that is none ends the task with a reason; nobody is put on file', async () => {
  const desk = await makeDesk(app)
  for (const file of [Buffer.from('PK\u0003\u0004 no archive at all'), Buffer.alloc(4096, 0xff)]) {
    const { task } = await imported(desk, file, { name: '人员.xlsx' })
    expect(task.state).toBe('failed')
    expect(task.counts['added'] ?? 0).toBe(0)
  }
  expect((await desk.clerk.client.call(listPeople)).body.items).toEqual([])
})
