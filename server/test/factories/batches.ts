import { Readable } from 'node:stream'
import type { Batch, BatchForm } from '@xueshi/contract/declarations'
import { addFile, batchReceiver } from '../../src/declarations/batch-files/service.ts'
import * as batches from '../../src/declarations/batches/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { TestApp } from '../app.ts'
import { declarationForm, pdf } from './declarations.ts'

type Desk = { id: string; seatId: string }

export const deskActor = (app: TestApp, { id, seatId }: Desk): Promise<Actor> =>
  orgs.actorFor(app.platform, { accountId: id, seatId })

/** Sixteen hours inside the unit over two days of the spring: right in every field. */
export function batchForm(given: Partial<BatchForm> = {}): BatchForm {
  const { name, category, institution, startOn, endOn, claimedTenths } = declarationForm()
  const form = { name, category, form: '17', institution, startOn, endOn, year: null }
  return { ...form, claimedTenths, ...given }
}

/** A file of the batch, brought in past the wire. */
export async function attachToBatch(
  { platform }: TestApp,
  actor: Actor,
  batchId: string,
  file = pdf(),
): Promise<string> {
  const { id } = await addFile(actor, batchId, { name: '签到表.pdf', sizeBytes: file.length })
  const stored = await platform.locker.put(Readable.from([file]))
  await batchReceiver.receive(actor, id, { ...stored, type: 'application/pdf' })
  return id
}

/** A batch of the clerk's unit with one file, not yet sent. */
export async function makeBatch(
  app: TestApp,
  desk: Desk,
  { form = {}, files = [pdf()] }: { form?: Partial<BatchForm>; files?: Buffer[] } = {},
): Promise<Batch> {
  const actor = await deskActor(app, desk)
  const { id } = await batches.create(actor, batchForm(form))
  for (const file of files) await attachToBatch(app, actor, id, file)
  return batches.read(actor, id)
}
