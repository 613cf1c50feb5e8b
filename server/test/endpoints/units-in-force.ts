import { makeAccount } from '../factories/accounts.ts'
import { creditCode, makeStaff, makeUnit, tianhe } from '../factories/orgs.ts'
import { actorAt } from '../factories/staff.ts'
import { makeChange, makeFamily, makeLetter, makePaper } from '../factories/units.ts'
import { employer, hrss, managers, reason, unitStaff, type EndpointRows } from './rows.ts'

const standing = { name: '岭南新材料公司', nature: 'enterprise', regionCode: tianhe } as const

export const unitsInForceRows: EndpointRows = {
  doors: {
    'GET /managed-units': hrss,
    'POST /units/:id/correct': hrss,
    'POST /units/:id/suspend': hrss,
    'POST /units/:id/lift': hrss,
    'POST /units/:id/absorb': hrss,
    'POST /units/:id/close': hrss,
    'POST /units/:id/handover': hrss,
    'POST /units/:id/papers': hrss,
    'GET /unit-papers': unitStaff,
    'GET /units/:id/papers': hrss,
    'DELETE /unit-papers/:id': [...unitStaff, ...hrss],
    'POST /unit-papers': unitStaff,
    'GET /unit/change': unitStaff,
    'POST /unit/change': unitStaff,
    'POST /unit/change/withdraw': unitStaff,
    'GET /unit-changes': hrss,
    'GET /unit-changes/:id': hrss,
    'POST /unit-changes/:id/approve': hrss,
    'POST /unit-changes/:id/refuse': hrss,
    'GET /sub-units': employer,
    'GET /sub-units/:id': employer,
    'GET /unit/parent': employer,
    'POST /unit/parent': managers,
    'POST /unit/parent/leave': managers,
    'POST /sub-units/:id/accept': managers,
    'POST /sub-units/:id/refuse': managers,
    'POST /sub-units/:id/release': managers,
  },
  make: async (app, { unitId, ...personas }) => {
    const [unit, other] = [await makeUnit(app), await makeUnit(app)]
    const staff = await makeStaff(app, unit.id, { level: 'manager' })
    const asking = await makeStaff(app, other.id, { level: 'manager' })
    const suspended = await makeUnit(app)
    await app.platform.db
      .updateTable('units')
      .set({ state: 'suspended' })
      .where('id', '=', suspended.id)
      .execute()
    const change = await makeChange(app, asking)
    const successor = await makeAccount(app, { name: '黎小满' })
    const { accountId, seatId = '' } = personas['hrss.county']
    const letterId = await makeLetter(
      app,
      await actorAt(app, { id: accountId ?? '', seatId }),
      unit.id,
    )
    const paperIds = [await makePaper(app, await actorAt(app, staff))]
    const looseId = await makePaper(app, await actorAt(app, staff))
    const { child, manager } = await makeFamily(app, unitId)
    const { child: under } = await makeFamily(app, unitId)
    await app.platform.db
      .updateTable('units')
      .set({ parentState: 'accepted' })
      .where('id', '=', under.id)
      .execute()
    const held = { params: { id: unit.id } }
    const acting = { ...held, body: { version: 1, reason } }
    const decided = { params: { id: change.id }, body: { version: change.version } }
    const asked = { params: { id: child.id }, body: { version: child.version } }
    const seated = { accountId: staff.id, ...staff.client, seatId: staff.seatId }
    return {
      requests: {
        'GET /managed-units': {},
        'POST /units/:id/correct': {
          ...held,
          body: { version: 1, ...standing, code: unit.code, reason },
        },
        'POST /units/:id/suspend': acting,
        'POST /units/:id/lift': { params: { id: suspended.id }, body: acting.body },
        'POST /units/:id/absorb': { ...held, body: { ...acting.body, intoId: unitId } },
        'POST /units/:id/close': acting,
        'POST /units/:id/handover': {
          ...held,
          body: { ...acting.body, name: '黎小满', userName: successor.accountName, letterId },
        },
        'POST /units/:id/papers': { ...held, body: { name: '公函.pdf', sizeBytes: 1000 } },
        'GET /unit-papers': { query: { purpose: 'change' } },
        'GET /units/:id/papers': held,
        'DELETE /unit-papers/:id': { params: { id: looseId } },
        'POST /unit-papers': { body: { purpose: 'change', name: '通知书.pdf', sizeBytes: 1000 } },
        'GET /unit/change': {},
        'POST /unit/change': {
          body: { version: 1, ...standing, code: creditCode(), reason, paperIds },
        },
        'POST /unit/change/withdraw': { body: { version: change.version } },
        'GET /unit-changes': {},
        'GET /unit-changes/:id': { params: decided.params },
        'POST /unit-changes/:id/approve': decided,
        'POST /unit-changes/:id/refuse': { ...decided, body: { ...decided.body, reason } },
        'GET /sub-units': {},
        'GET /sub-units/:id': { params: asked.params },
        'GET /unit/parent': {},
        'POST /unit/parent': { body: { version: 1, parentId: unitId } },
        'POST /unit/parent/leave': { body: { version: child.version } },
        'POST /sub-units/:id/accept': asked,
        'POST /sub-units/:id/refuse': asked,
        'POST /sub-units/:id/release': {
          params: { id: under.id },
          body: { version: under.version },
        },
      },
      callers: {
        'DELETE /unit-papers/:id': seated,
        'POST /unit/change': seated,
        'POST /unit/change/withdraw': {
          accountId: asking.id,
          ...asking.client,
          seatId: asking.seatId,
        },
        'POST /unit/parent': seated,
        'POST /unit/parent/leave': {
          accountId: manager.id,
          ...manager.client,
          seatId: manager.seatId,
        },
        'POST /sub-units/:id/accept': personas['employer.manager'],
        'POST /sub-units/:id/refuse': personas['employer.manager'],
        'POST /sub-units/:id/release': personas['employer.manager'],
      },
      ids: [unit.id, change.id, child.id],
    }
  },
}
