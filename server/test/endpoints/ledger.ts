import * as ledger from '../../src/ledger/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { TestApp } from '../app.ts'
import { makeRun } from '../factories/certification.ts'
import { individualActor } from '../factories/declarations.ts'
import { creditWholeYear } from '../factories/ledger.ts'
import { makeStaff } from '../factories/orgs.ts'
import { actorAt } from '../factories/staff.ts'
import { everyone, hrss, offices as lookers, person, reason, type EndpointRows } from './rows.ts'

/** The years of a person and their certification. */
export const ledgerRows: EndpointRows = {
  doors: {
    'GET /rules/:year': everyone,
    'GET /years': person,
    'GET /years/:year': person,
    'GET /years/:year/statement': person,
    'GET /years/:year/sheet': person,
    'GET /years/:year/results': person,
    'GET /recent-years': person,
    'GET /review-pack': person,
    'GET /review-pack/file': person,
    'GET /people/:id/years': lookers,
    'GET /people/:id/years/:year': lookers,
    'GET /people/:id/years/:year/results': lookers,
    'POST /years/:id/certify': person,
    'POST /years/:id/series': person,
    'GET /certifications/waiting': hrss,
    'POST /certifications': hrss,
    'GET /certifications': hrss,
    'GET /certifications/:id': hrss,
    'GET /certifications/:id/people': hrss,
    'POST /certifications/:id/undo': hrss,
  },
  make: async (app, { unitId, individual, ...personas }) => {
    const { accountId, seatId = null } = personas['hrss.county']
    const { seat } = await orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId })
    // An officer who has begun nothing else, so that there are not too many tasks under way.
    const officer = await makeStaff(app, seat?.unitId ?? '', { kind: 'hrss' })
    const { id: ownId, client } = officer
    const caller = { accountId: ownId, seatId: officer.seatId, cookies: client.cookies }
    const runId = await makeRun(app, await actorAt(app, officer), unitId)
    const run = { params: { id: runId } }
    const personId = individual.accountId ?? ''
    const actor = await individualActor(app, personId)
    const { id } = await certifiedYear(app, actor, personId, unitId)
    return {
      requests: {
        'GET /rules/:year': { params: { year: '2026' } },
        'GET /years': {},
        'GET /years/:year': { params: { year: '2026' } },
        'GET /years/:year/statement': { params: { year: '2026' } },
        'GET /years/:year/sheet': { params: { year: '2026' } },
        'GET /years/:year/results': { params: { year: '2026' } },
        'GET /recent-years': {},
        'GET /review-pack': {},
        'GET /review-pack/file': {},
        'GET /people/:id/years': { params: { id: personId } },
        'GET /people/:id/years/:year': { params: { id: personId, year: '2026' } },
        'GET /people/:id/years/:year/results': { params: { id: personId, year: '2026' } },
        'POST /years/:id/certify': { params: { id }, body: {} },
        'POST /years/:id/series': { params: { id }, body: { series: '12' } },
        'GET /certifications/waiting': { query: { year: '2026' } },
        'POST /certifications': { body: { year: '2026' } },
        'GET /certifications': {},
        'GET /certifications/:id': run,
        'GET /certifications/:id/people': { ...run, query: { outcome: 'certified' } },
        'POST /certifications/:id/undo': { ...run, body: { version: 1, reason } },
      },
      callers: {
        'GET /certifications/:id': caller,
        'GET /certifications/:id/people': caller,
        'POST /certifications/:id/undo': caller,
      },
      ids: [id, runId],
    }
  },
  withoutEffect: {
    'POST /years/:id/certify': 409, // it is certified
    'POST /years/:id/series': 422, // of another series, in which the person was never
  },
}

/** This year of the person, complete and certified, made the first time that it is asked for. */
async function certifiedYear(app: TestApp, actor: Actor, personId: string, unitId: string) {
  const [known] = (await ledger.listYears(actor, {})).items
  if (known) return known
  await creditWholeYear(app, personId, unitId)
  const [met] = (await ledger.listYears(actor, {})).items
  return ledger.certify(actor, met?.id ?? '')
}
