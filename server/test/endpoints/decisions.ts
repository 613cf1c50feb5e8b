import * as declarations from '../../src/declarations/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { individualActor, makeSubmitted } from '../factories/declarations.ts'
import type { Caller } from '../personas.ts'
import { authorities, offices, person, reason, type EndpointRows } from './rows.ts'

/** What becomes of records after their review, and what offices do with many of them. */
export const decisionRows: EndpointRows = {
  doors: {
    'GET /reviews/summary': offices,
    'GET /reviews/decided': offices,
    'GET /reviews/records': offices,
    'POST /reviews/bulk': offices,
    'POST /declarations/:id/undo': offices,
    'POST /declarations/:id/appeal': person,
    'POST /declarations/:id/uphold': authorities,
    'POST /declarations/:id/grant': authorities,
    'POST /declarations/:id/revoke': authorities,
    'POST /declarations/:id/reinstate': authorities,
  },
  make: async (app, personas) => {
    const actorOf = ({ accountId, seatId = '' }: Caller) =>
      orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId })
    const own = { id: personas.individual.accountId ?? '' }
    const me = await individualActor(app, own.id)
    const clerk = await actorOf(personas['employer.clerk'])
    const officer = await actorOf(personas['hrss.county'])
    // A year that no other request certifies, or nothing of it could be undone.
    const form = { startOn: '2024-04-11', endOn: '2024-04-12' }
    const submitted = () => makeSubmitted(app, own, { form })
    const recognised = async () => {
      const { id, version } = await submitted()
      const given = { version, recognisedTenths: 160, reason: null }
      return declarations.recognise(clerk, id, given)
    }
    const rejected = async () => {
      const { id, version } = await submitted()
      return declarations.reject(clerk, id, { version, reason })
    }
    const of = ({ id, version }: { id: string; version: number }, more: object = {}) => ({
      params: { id },
      body: { version, ...more },
    })
    const waiting = await submitted()
    const decided = await recognised()
    const lost = await rejected()
    const heard = await rejected().then((record) =>
      declarations.appeal(me, record.id, { version: record.version, reason }),
    )
    const paper = { decision: '粤人社决〔2026〕1号', reason }
    const revoked = await recognised().then((record) =>
      declarations.revoke(officer, record.id, { version: record.version, ...paper }),
    )
    const { id, version } = waiting
    return {
      requests: {
        'GET /reviews/summary': {},
        'GET /reviews/decided': {},
        'GET /reviews/records': { query: { receipt: waiting.receipt?.number ?? '' } },
        'POST /reviews/bulk': { body: { act: 'return', items: [{ id, version }], reason } },
        'POST /declarations/:id/undo': of(decided),
        'POST /declarations/:id/appeal': of(lost, { reason }),
        'POST /declarations/:id/uphold': of(heard, { reason }),
        'POST /declarations/:id/grant': of(heard, { recognisedTenths: 160, reason: null }),
        'POST /declarations/:id/revoke': of(decided, paper),
        'POST /declarations/:id/reinstate': of(revoked, paper),
      },
      ids: [waiting.id, decided.id, lost.id, heard.id, revoked.id],
    }
  },
}
