import { Readable } from 'node:stream'
import { batchForms, batchLimits, type printBatch } from '@xueshi/contract/certificates/batches'
import type { Body } from '@xueshi/contract/endpoint'
import type { Task } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { printInJob } from '../../platform/printing.ts'
import { fail, Refusal } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { writeZip, zipType } from '../../platform/zip.ts'
import * as tasks from '../../tasks/service.ts'
import { pdfOf, unsignedOf } from '../documents/service.ts'
import * as store from './store.ts'

const unitOf = ({ scope }: Actor) => (scope.kind === 'unit' ? scope.unitId : fail('NOT_FOUND'))

/**
 * 批量打印 of the unit's people begins as long work. NOTHING_TO_PRINT where nobody has a valid
 * certificate of the year, BATCH_TOO_LARGE beyond what one file holds, TASKS_TOO_MANY.
 */
export async function begin(actor: Actor, { year, form }: Body<typeof printBatch>): Promise<Task> {
  const request = { year: Number(year), form }
  const { id } = await transaction(actor, async (tx) => {
    const of = { unitId: unitOf(actor), year: request.year }
    const total = await store.countBatch(tx, of, batchLimits[form] + 1)
    if (total === 0) fail('NOTHING_TO_PRINT')
    if (total > batchLimits[form]) fail('BATCH_TOO_LARGE')
    const task = await tasks.begin(tx, actor, { kind: 'certificates.print', request, total })
    await audit.record(tx, actor, { act: 'certificates.print', recordId: task.id, facts: request })
    return task
  })
  return tasks.read(actor, id)
}

const Request = z.object({ year: z.int(), form: z.enum(batchForms) })
const rowsAtOnce = 100
/** While one is printed, others are signed and written: the printing thread never waits. */
const atOnce = 8

/**
 * Makes the file. Each signed certificate is kept as it is made, so that a run that was lost begins
 * anew and is soon where it was. One that no font can print is named among the errors and left out.
 */
export async function run(run: tasks.Run): Promise<void> {
  const { year, form } = Request.parse(run.request)
  const name = `${year}年度继续教育证书`
  if (form === 'zip') {
    await run.result(`${name}.zip`, Readable.from(writeZip(signed(run, year))), zipType)
  } else {
    const bytes = await bound(run, year, name)
    await run.result(`${name}.pdf`, Readable.from([bytes]), 'application/pdf')
  }
  await run.step({ done: true })
}

type Made = { row: store.BatchRow; place: number; pdf: Buffer }

/** The certificates of the batch in their order, each with its file; some are being made ahead. */
async function* made(
  run: tasks.Run,
  year: number,
  make: (row: store.BatchRow) => Promise<Buffer>,
): AsyncGenerator<Made> {
  const { db } = run.actor.platform
  const of = { unitId: unitOf(run.actor), year }
  const ahead: { row: store.BatchRow; place: number; making: Promise<Buffer | null> }[] = []
  let place = 0
  let written = 0
  const next = async (): Promise<Made | null> => {
    const first = ahead.shift()
    const pdf = (await first?.making) ?? null
    run.progress(first?.place ?? place)
    if (!first || !pdf) return null
    written += 1
    return { row: first.row, place: first.place, pdf }
  }
  for (let after: string | null = null; ;) {
    const page: store.BatchRow[] = await store.listBatch(db, of, after, rowsAtOnce)
    for (const row of page) {
      run.signal.throwIfAborted()
      place += 1
      const making = unlessUnprintable(run, place, make(row))
      // Whoever waits for it will see; until then nobody has thrown it away.
      making.catch(() => undefined)
      ahead.push({ row, place, making })
      const done = ahead.length >= atOnce ? await next() : null
      if (done) yield done
    }
    after = page.at(-1)?.id ?? null
    if (page.length < rowsAtOnce) break
  }
  while (ahead.length > 0) {
    const done = await next()
    if (done) yield done
  }
  run.count('written', written)
}

async function unlessUnprintable(run: tasks.Run, place: number, making: Promise<Buffer>) {
  try {
    return await making
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'UNPRINTABLE') throw error
    run.issue(place, '', error.code)
    return null
  }
}

/** The signed files, named by whose they are. */
async function* signed(run: tasks.Run, year: number) {
  const { platform } = run.actor
  for await (const { row, pdf } of made(run, year, (one) => pdfOf(platform, one, printInJob)))
    yield { name: `${row.facts.name}_${row.facts.number}.pdf`, bytes: pdf }
}

/** All pages one after another, to be sent to a printer at one go; as many files it could not be signed. */
async function bound(run: tasks.Run, year: number, title: string): Promise<Buffer> {
  const { platform } = run.actor
  // Large, and no start of the server needs it.
  const { PDFDocument } = await import('pdf-lib')
  const whole = await PDFDocument.create()
  whole.setTitle(title, { showInWindowTitleBar: true })
  whole.setLanguage('zh-CN')
  for await (const { pdf } of made(run, year, (one) => unsignedOf(platform, one, printInJob))) {
    const one = await PDFDocument.load(pdf)
    for (const page of await whole.copyPages(one, one.getPageIndices())) whole.addPage(page)
  }
  return Buffer.from(await whole.save({ objectsPerTick: 200 }))
}
