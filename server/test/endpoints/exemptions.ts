import * as review from '../../src/ledger/exemption-review/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { TestApp } from '../app.ts'
import { individualActor } from '../factories/declarations.ts'
import {
  attachProof,
  exemptionForm,
  makeExemption,
  makePassedExemption,
  makeSentExemption,
} from '../factories/exemptions.ts'
import type { Caller } from '../personas.ts'
import { employer, hrss, person, reason, type EndpointRows } from './rows.ts'

const deciding = [...employer, ...hrss] as const
// A year each, since a year has one application that is under way or in force.
const [drafted, sentFor, passedFor, grantedFor] = [2024, 2023, 2022, 2021].map((year) => ({
  year,
  startOn: `${year}-02-01`,
  endOn: `${year}-06-30`,
}))

/** 免修减免: the person applies, the employer and the HR&SS office decide. */
export const exemptionRows: EndpointRows = {
  doors: {
    'GET /exemptions': person,
    'POST /exemptions': person,
    'GET /exemptions/:id': [...person, ...deciding],
    'PUT /exemptions/:id': person,
    'DELETE /exemptions/:id': person,
    'POST /exemptions/:id/submit': person,
    'POST /exemptions/:id/withdraw': person,
    'POST /exemptions/:id/files': person,
    'DELETE /exemptions/:id/files/:fileId': person,
    'GET /exemption-reviews': deciding,
    'POST /exemptions/:id/pass': employer,
    'POST /exemptions/:id/return': deciding,
    'POST /exemptions/:id/refuse': deciding,
    'POST /exemptions/:id/grant': hrss,
    'POST /exemptions/:id/revoke': hrss,
  },
  make: async (app, personas) => {
    const personId = personas.individual.accountId ?? ''
    await endFormer(app, personId)
    const clerk = await seated(app, personas['employer.clerk'])
    const officer = await seated(app, personas['hrss.county'])
    const relief = { months: 5, exempt: [] }
    const draft = await makeExemption(app, personId, drafted)
    const fileId = await attachProof(app, await individualActor(app, personId), draft.id)
    const sent = await makeSentExemption(app, personId, sentFor)
    const passed = await makePassedExemption(app, personId, { clerk, form: passedFor ?? {} })
    const toGrant = await makePassedExemption(app, personId, { clerk, form: grantedFor ?? {} })
    const { id, version } = toGrant
    const granted = await review.grant(officer, { id, version, relief, reason: null })
    // The second paper has changed its application.
    const own = { params: { id: draft.id }, body: { version: draft.version + 1 } }
    const waiting = { params: { id: sent.id }, body: { version: sent.version } }
    const withReason = { ...waiting, body: { ...waiting.body, reason } }
    return {
      requests: {
        'GET /exemptions': {},
        'POST /exemptions': { body: exemptionForm() },
        'GET /exemptions/:id': { params: waiting.params },
        'PUT /exemptions/:id': { ...own, body: { ...own.body, form: exemptionForm(drafted) } },
        'DELETE /exemptions/:id': { params: own.params },
        'POST /exemptions/:id/submit': own,
        'POST /exemptions/:id/withdraw': waiting,
        'POST /exemptions/:id/files': {
          params: own.params,
          body: { name: '证明.pdf', sizeBytes: 1000 },
        },
        'DELETE /exemptions/:id/files/:fileId': { params: { ...own.params, fileId } },
        'GET /exemption-reviews': {},
        'POST /exemptions/:id/pass': waiting,
        'POST /exemptions/:id/return': withReason,
        'POST /exemptions/:id/refuse': withReason,
        'POST /exemptions/:id/grant': {
          params: { id: passed.id },
          body: { version: passed.version, relief, reason: null },
        },
        'POST /exemptions/:id/revoke': {
          params: { id: granted.id },
          body: { version: granted.version, reason },
        },
      },
      ids: [draft.id, sent.id, passed.id, granted.id],
    }
  },
}

const seated = (app: TestApp, { accountId, seatId }: Caller) => {
  if (accountId === null || seatId === undefined) throw new Error('nobody decides here')
  return orgs.actorFor(app.platform, { accountId, seatId })
}

/** What was made before neither is under way nor holds: its years are free again. */
async function endFormer(app: TestApp, personId: string): Promise<void> {
  const { db } = app.platform
  await db
    .updateTable('exemptions')
    .set({ state: 'refused' })
    .where('personId', '=', personId)
    .where('state', 'in', ['submitted', 'underReview', 'returned', 'granted'])
    .execute()
  await db
    .updateTable('years')
    .set({ obligationId: null, relief: null })
    .where('personId', '=', personId)
    .execute()
  await db
    .updateTable('obligations')
    .set({ endedAt: app.clock.now(), endReason: 'made anew' })
    .where('personId', '=', personId)
    .where('endedAt', 'is', null)
    .execute()
}
