import { Readable } from 'node:stream'
import type { Exemption, ExemptionForm } from '@xueshi/contract/ledger'
import * as files from '../../src/ledger/exemption-files/service.ts'
import * as review from '../../src/ledger/exemption-review/service.ts'
import * as exemptions from '../../src/ledger/exemptions/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { TestApp } from '../app.ts'
import { individualActor, pdf } from './declarations.ts'
import { makeStaff, makeUnit } from './orgs.ts'
import { makePerson } from './people.ts'

/** Five months of maternity leave in the spring: right in every field. */
export function exemptionForm(given: Partial<ExemptionForm> = {}): ExemptionForm {
  return {
    year: 2026,
    reason: 'maternity',
    kind: 'months',
    startOn: '2026-02-01',
    endOn: '2026-06-30',
    words: '休产假',
    ...given,
  }
}

/** A paper of the application, brought in past the wire: what uploads do once the bytes are here. */
export async function attachProof(
  { platform }: TestApp,
  actor: Actor,
  exemptionId: string,
  file: Buffer = pdf(),
): Promise<string> {
  const place = { name: '出生证明.pdf', sizeBytes: file.length }
  const { id } = await files.add(actor, exemptionId, place)
  const stored = await platform.locker.put(Readable.from([file]))
  await files.exemptionReceiver.receive(actor, id, { ...stored, type: 'application/pdf' })
  return id
}

/** A draft of the person's, with its paper. */
export async function makeExemption(
  app: TestApp,
  personId: string,
  form: Partial<ExemptionForm> = {},
): Promise<Exemption> {
  const actor = await individualActor(app, personId)
  const { id } = await exemptions.create(actor, exemptionForm(form))
  await attachProof(app, actor, id)
  return exemptions.read(actor, id)
}

/** An application of the person's that waits for the employer. */
export async function makeSentExemption(
  app: TestApp,
  personId: string,
  form: Partial<ExemptionForm> = {},
): Promise<Exemption> {
  const { id, version } = await makeExemption(app, personId, form)
  return exemptions.submit(await individualActor(app, personId), id, version)
}

/** An application that the employer has passed on to the HR&SS office. */
export async function makePassedExemption(
  app: TestApp,
  personId: string,
  { clerk, form = {} }: { clerk: Actor; form?: Partial<ExemptionForm> },
): Promise<Exemption> {
  const { id, version } = await makeSentExemption(app, personId, form)
  return review.pass(clerk, { id, version })
}

const seated = (app: TestApp, { id, seatId }: { id: string; seatId: string }) =>
  orgs.actorFor(app.platform, { accountId: id, seatId })

/** A person, the clerk of the employer, and an officer of the HR&SS office that decides for it. */
export async function makeDeciders(app: TestApp) {
  const unit = await makeUnit(app)
  const clerk = await makeStaff(app, unit.id)
  const person = await makePerson(app, { unit, clerk })
  const { id: officeId } =
    (await orgs.officeOf(app.platform.db, { unitId: unit.id, office: 'hrss' })) ??
    (await makeUnit(app, { capabilities: ['hrss'] }))
  const officer = await makeStaff(app, officeId, { kind: 'hrss' })
  return {
    unit,
    person: { ...person, actor: await individualActor(app, person.id) },
    clerk: { ...clerk, actor: await seated(app, clerk) },
    officer: { ...officer, actor: await seated(app, officer) },
    officeId,
  }
}
