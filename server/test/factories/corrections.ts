import { Readable } from 'node:stream'
import type { Correction, CorrectionForm } from '@xueshi/contract/corrections'
import * as corrections from '../../src/corrections/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { FileType } from '../../src/platform/files.ts'
import type { TestApp } from '../app.ts'
import { individualActor, pdf } from './declarations.ts'

/** A wrong name, in a city whose office decides where no employer says it. */
export function correctionForm(given: Partial<CorrectionForm> = {}): CorrectionForm {
  return {
    kind: 'name',
    name: '欧阳明玥',
    country: null,
    documentType: null,
    documentNumber: null,
    otherUserName: null,
    grounds: '注册时姓名录入错误，以身份证为准。',
    regionCode: '440106',
    ...given,
  }
}

/** A file of the request, brought in past the wire. */
export async function attachProof(
  { platform }: TestApp,
  actor: Actor,
  correctionId: string,
  type: FileType = 'application/pdf',
): Promise<string> {
  const file = pdf()
  const place = { name: '身份证.pdf', sizeBytes: file.length }
  const { id } = await corrections.addFile(actor, correctionId, place)
  const stored = await platform.locker.put(Readable.from([file]))
  await corrections.receiver.receive(actor, id, { ...stored, type })
  return id
}

/** A draft of the person's with one file. */
export async function makeCorrection(
  app: TestApp,
  person: { id: string },
  form: Partial<CorrectionForm> = {},
): Promise<Correction> {
  const actor = await individualActor(app, person.id)
  const { id } = await corrections.create(actor, correctionForm(form))
  await attachProof(app, actor, id)
  return corrections.read(actor, id)
}

/** A request that waits at its office. */
export async function makeSentCorrection(
  app: TestApp,
  person: { id: string },
  form: Partial<CorrectionForm> = {},
): Promise<Correction> {
  const draft = await makeCorrection(app, person, form)
  return corrections.submit(await individualActor(app, person.id), draft)
}
