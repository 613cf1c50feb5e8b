import { Readable } from 'node:stream'
import {
  batchForms,
  batchLimit,
  batchPart,
  type printBatch,
} from '@xueshi/contract/certificates/batches'
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
 * 批量打印 of the unit's people, or of those picked, begins as long work. NOTHING_TO_PRINT where none of them
 * has a valid certificate of the year, BATCH_TOO_LARGE beyond what one task prints, TASKS_TOO_MANY.
 */
export async function begin(
  actor: Actor,
  { year, form, ids }: Body<typeof printBatch>,
  limit = batchLimit,
): Promise<Task> {
  const asked = { year: Number(year), form }
  const { id } = await transaction(actor, async (tx) => {
    const of = { unitId: unitOf(actor), year: asked.year, ids }
    const total = await store.countBatch(tx, of, limit + 1)
    if (total === 0) fail('NOTHING_TO_PRINT')
    if (total > limit) fail('BATCH_TOO_LARGE')
    const request = { ...asked, ...(ids && { ids }) }
    const task = await tasks.begin(tx, actor, { kind: 'certificates.print', request, total })
    const facts = { ...asked, picked: ids?.length ?? null }
    await audit.record(tx, actor, { act: 'certificates.print', recordId: task.id, facts })
    return task
  })
  return tasks.read(actor, id)
}

const Request = z.object({
  year: z.int(),
  form: z.enum(batchForms),
  ids: z.optional(z.array(z.uuid())),
})
const rowsAtOnce = 100
/** While one is printed, others are signed and written: the printing thread never waits. */
const atOnce = 8

/**
 * Makes the file. Each signed certificate is kept as it is made, so that a run that was lost begins
 * anew and is soon where it was. One that no font can print is named among the errors and left out.
 * More people than one PDF binds are several of them in a ZIP, of which one at a time lies in memory.
 */
export async function run(run: tasks.Run, inPart = batchPart): Promise<void> {
  const { form, ...request } = Request.parse(run.request)
  const of = { ...request, unitId: unitOf(run.actor) }
  const name = `${of.year}年度继续教育证书`
  const total = await store.countBatch(run.actor.platform.db, of, batchLimit)
  if (form === 'zip') {
    await run.result(`${name}.zip`, Readable.from(writeZip(signed(run, of))), zipType)
  } else if (total > inPart) {
    const parts = bound(run, of, { title: name, inPart, total })
    await run.result(`${name}.zip`, Readable.from(writeZip(parts)), zipType)
  } else {
    for await (const { bytes } of bound(run, of, { title: name, inPart: Infinity, total }))
      await run.result(`${name}.pdf`, Readable.from([bytes]), 'application/pdf')
  }
  await run.step({ done: true })
}

type Made = { row: store.BatchRow; place: number; pdf: Buffer }

/** The certificates of the batch in their order, each with its file; some are being made ahead. */
async function* made(
  run: tasks.Run,
  of: store.BatchOf,
  make: (row: store.BatchRow) => Promise<Buffer>,
): AsyncGenerator<Made> {
  const { db } = run.actor.platform
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
async function* signed(run: tasks.Run, of: store.BatchOf) {
  const { platform } = run.actor
  for await (const { row, pdf } of made(run, of, (one) => pdfOf(platform, one, printInJob)))
    yield { name: `${row.facts.name}_${row.facts.number}.pdf`, bytes: pdf }
}

/**
 * All pages one after another, to be sent to a printer at one go, in as many files as are needed; as
 * many files they could not be signed. There is one at least, however few could be printed.
 */
async function* bound(
  run: tasks.Run,
  of: store.BatchOf,
  { title, inPart, total }: { title: string; inPart: number; total: number },
) {
  const { platform } = run.actor
  // Large, and no start of the server needs it.
  const { PDFDocument } = await import('pdf-lib')
  const open = async () => {
    const whole = await PDFDocument.create()
    whole.setTitle(title, { showInWindowTitleBar: true })
    whole.setLanguage('zh-CN')
    return whole
  }
  const parts = Math.ceil(total / inPart)
  let part = 1
  let whole = await open()
  const closed = async () => ({
    name: `${title}（${part}-${parts}）.pdf`,
    bytes: Buffer.from(await whole.save({ objectsPerTick: 200 })),
  })
  for await (const { pdf, place } of made(run, of, (one) =>
    unsignedOf(platform, one, printInJob),
  )) {
    // By their places in the whole, so that a part holds who it would hold if all could be printed.
    if (place > part * inPart) {
      yield await closed()
      part += 1
      whole = await open()
    }
    const one = await PDFDocument.load(pdf)
    for (const page of await whole.copyPages(one, one.getPageIndices())) whole.addPage(page)
  }
  yield await closed()
}
