import * as claims from '../../src/insight/claims/service.ts'
import * as years from '../../src/ledger/year-views/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { newId } from '../../src/platform/ids.ts'
import { claimForm } from '../factories/claims.ts'
import { credit } from '../factories/ledger.ts'
import { makePerson } from '../factories/people.ts'
import type { Caller } from '../personas.ts'
import { employer, hrss, person, signedIn, type EndpointRows } from './rows.ts'

const holders = [...employer, 'institution', 'industry', ...hrss] as const

export const insightRows: EndpointRows = {
  doors: {
    'GET /home': signedIn,
    'GET /years/:year/ways': person,
    'GET /hour-traces': person,
    'GET /hour-origins/:id': [...person, ...employer, 'industry', ...hrss],
    'GET /hour-claims': person,
    'GET /hour-claim-queue': holders,
    'GET /hour-claims/:id': [...person, ...holders],
    'POST /hour-claims': person,
    'POST /hour-claims/:id/withdraw': person,
    'POST /hour-claims/:id/answer': holders,
    'POST /hour-claims/:id/pass': holders,
    'POST /hour-claims/:id/accept': person,
    'POST /hour-claims/:id/raise': person,
  },
  make: async (app, personas) => {
    const { unitId, 'employer.clerk': clerk } = personas
    const actorOf = ({ accountId, seatId }: Pick<Caller, 'accountId' | 'seatId'>) =>
      orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId: seatId ?? null })
    const seated = await actorOf(clerk)
    const colleague = { id: seated.accountId ?? '', seatId: clerk.seatId ?? '' }
    // Nobody has more than ten open: each time somebody new of the same unit.
    const one = await makePerson(app, { unit: { id: unitId }, clerk: colleague })
    const me = await actorOf({ accountId: one.id })
    const open = await claims.file(me, claimForm())
    const toAnswer = async () => {
      const { id, version } = await claims.file(me, claimForm())
      return claims.answer(seated, { id, version, outcome: 'explained', words: '已核对。' })
    }
    const [answered, refused] = [await toAnswer(), await toAnswer()]
    const source = { kind: 'legacy', id: newId(), line: 2 } as const
    await credit(app, one.id, { category: 'elective', hoursTenths: 10, unitId, source })
    const [item] = (await years.readYear(me, 2026)).items
    const hour = item?.id ?? ''
    const caller: Caller = { accountId: one.id, cookies: one.client.cookies }
    const at = ({ id, version }: { id: string; version: number }, body: object = {}) => ({
      params: { id },
      body: { version, ...body },
    })
    return {
      requests: {
        'GET /home': {},
        'GET /years/:year/ways': { params: { year: '2026' } },
        'GET /hour-traces': { query: { year: '2026' } },
        'GET /hour-origins/:id': { params: { id: hour } },
        'GET /hour-claims': {},
        'GET /hour-claim-queue': { query: { queue: 'open' } },
        'GET /hour-claims/:id': { params: { id: open.id } },
        'POST /hour-claims': { body: claimForm() },
        'POST /hour-claims/:id/withdraw': at(open),
        'POST /hour-claims/:id/answer': at(open, { outcome: 'mended', words: '已补登。' }),
        'POST /hour-claims/:id/pass': at(open, { words: '不归本单位办理。' }),
        'POST /hour-claims/:id/accept': at(answered),
        'POST /hour-claims/:id/raise': at(refused, { words: '与事实不符。' }),
      },
      ids: [open.id, answered.id, refused.id, hour],
      callers: Object.fromEntries(
        [
          'GET /hour-traces',
          'GET /hour-origins/:id',
          'GET /hour-claims',
          'GET /hour-claims/:id',
          'POST /hour-claims',
          'POST /hour-claims/:id/withdraw',
          'POST /hour-claims/:id/accept',
          'POST /hour-claims/:id/raise',
        ].map((line) => [line, caller]),
      ),
    }
  },
}
