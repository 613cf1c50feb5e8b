import { Readable } from 'node:stream'
import type { Case, CaseForm } from '@xueshi/contract/integrity'
import * as decisions from '../../src/integrity/decisions/service.ts'
import * as evidence from '../../src/integrity/evidence/service.ts'
import * as integrity from '../../src/integrity/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { TestApp } from '../app.ts'
import { pdf } from './declarations.ts'

/** A falsified record of a person that holds two years back: right in every field. */
export function caseForm(subjectId: string, given: Partial<CaseForm> = {}): CaseForm {
  return {
    subjectKind: 'person',
    subjectId,
    kind: 'falsifiedRecord',
    facts: '将他人参加的培训申报为本人学时，经培训机构核实并无本人参训记录。',
    suspendedYears: [2025, 2026],
    noPublishing: false,
    endsOn: null,
    ...given,
  }
}

/** A draft of the officer's, with one file of evidence unless told otherwise. */
export async function makeCase(
  app: TestApp,
  officer: Actor,
  form: CaseForm,
  { files = [pdf()] }: { files?: Buffer[] } = {},
): Promise<Case> {
  const { id } = await integrity.create(officer, form)
  for (const file of files) await attachTo(app, officer, id, file)
  return integrity.read(officer, id)
}

/** A file of the case, brought in past the wire. */
export async function attachTo(
  { platform }: TestApp,
  officer: Actor,
  caseId: string,
  file: Buffer,
): Promise<string> {
  const { id } = await evidence.add(officer, caseId, {
    name: '核查记录.pdf',
    sizeBytes: file.length,
  })
  const stored = await platform.locker.put(Readable.from([file]))
  await evidence.caseReceiver.receive(officer, id, { ...stored, type: 'application/pdf' })
  return id
}

/** A case that waits for another officer of the office. */
export async function makeProposed(app: TestApp, officer: Actor, form: CaseForm): Promise<Case> {
  return decisions.propose(officer, await makeCase(app, officer, form))
}
