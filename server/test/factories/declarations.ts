import { Readable } from 'node:stream'
import type { Declaration, DeclarationForm } from '@xueshi/contract/declarations'
import * as declarations from '../../src/declarations/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { TestApp } from '../app.ts'
import { nextNumber } from './accounts.ts'

/** Sixteen hours of class over two days of the spring: right in every field. */
export function declarationForm(given: Partial<DeclarationForm> = {}): DeclarationForm {
  return {
    name: `岭南软件工程研修班${nextNumber()}`,
    category: 'professional',
    form: '01',
    institution: '广州木棉继续教育学院',
    startOn: '2026-04-11',
    endOn: '2026-04-12',
    claimedTenths: 160,
    ...given,
  }
}

/** A PDF of one empty page, other than every other one; `more` pads it to so many bytes. */
export function pdf(sizeBytes = 0): Buffer {
  const head = `%PDF-1.4\n% ${nextNumber()}\n`
  const body = '1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n'
  const padding = ' '.repeat(Math.max(0, sizeBytes - head.length - body.length - 6))
  return Buffer.from(`${head}${padding}${body}%%EOF\n`, 'latin1')
}

export const individualActor = (app: TestApp, accountId: string): Promise<Actor> =>
  orgs.actorFor(app.platform, { accountId, seatId: null })

/** A draft of the person's, with one file unless told otherwise. */
export async function makeDraft(
  app: TestApp,
  person: { id: string },
  { form = {}, files = [pdf()] }: { form?: Partial<DeclarationForm>; files?: Buffer[] } = {},
): Promise<Declaration> {
  const actor = await individualActor(app, person.id)
  const { id } = await declarations.create(actor, declarationForm(form))
  for (const file of files) await attach(app, actor, id, file)
  return declarations.read(actor, id)
}

/** A file of the record, brought in past the wire: what uploads do once the bytes are here. */
export async function attach(
  { platform }: TestApp,
  actor: Actor,
  declarationId: string,
  file: Buffer,
): Promise<string> {
  const place = { name: '结业证书.pdf', sizeBytes: file.length }
  const { id } = await declarations.addEvidence(actor, declarationId, place)
  const stored = await platform.locker.put(Readable.from([file]))
  await declarations.receiver.receive(actor, id, { ...stored, type: 'application/pdf' })
  return id
}

/** A record of the person's that waits at its first office. */
export async function makeSubmitted(
  app: TestApp,
  person: { id: string },
  given: { form?: Partial<DeclarationForm>; files?: Buffer[] } = {},
): Promise<Declaration> {
  const draft = await makeDraft(app, person, given)
  const actor = await individualActor(app, person.id)
  return declarations.submit(actor, draft.id, draft.version)
}
