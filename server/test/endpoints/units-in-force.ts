import { makeAccount } from '../factories/accounts.ts'
import { creditCode, makeStaff, makeUnit, placeOf } from '../factories/orgs.ts'
import { actorAt } from '../factories/staff.ts'
import { makeChange, makeFamily, makeLetter, makePaper } from '../factories/units.ts'
import type { Caller, Request } from '../personas.ts'
import { employer, hrss, managers, neededBy, reason, unitStaff, type EndpointRows } from './rows.ts'

export const unitsInForceRows: EndpointRows = {
  doors: {
    'GET /managed-units': hrss,
    'POST /units/:id/correct': hrss,
    'POST /units/:id/suspend': hrss,
    'POST /units/:id/lift': hrss,
    'POST /units/:id/absorb': hrss,
    'POST /units/:id/close': hrss,
    'POST /units/:id/hosting': hrss,
    'POST /units/:id/hosting/end': hrss,
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
    'GET /sub-units/below': employer,
    'GET /sub-units/:id': employer,
    'GET /unit/parent': employer,
    'POST /unit/parent': managers,
    'POST /unit/parent/leave': managers,
    'POST /sub-units/:id/accept': managers,
    'POST /sub-units/:id/refuse': managers,
    'POST /sub-units/:id/release': managers,
  },
  make: async (app, { unitId, ...personas }, line) => {
    const needed = neededBy(line)
    const regionCode = placeOf(app).county
    const standing = { name: '岭南新材料公司', nature: 'enterprise', regionCode } as const
    const requests: Record<string, Request> = {
      'GET /managed-units': {},
      'GET /unit-papers': { query: { purpose: 'change' } },
      'POST /unit-papers': { body: { purpose: 'change', name: '通知书.pdf', sizeBytes: 1000 } },
      'GET /unit/change': {},
      'GET /unit-changes': {},
      'GET /sub-units': {},
      'GET /sub-units/below': {},
      'GET /unit/parent': {},
    }
    const callers: Record<string, Caller> = {}
    const ids: string[] = []
    await needed(held, async () => {
      const unit = await makeUnit(app)
      ids.push(unit.id)
      const params = { id: unit.id }
      const body = { version: 1, reason }
      requests['POST /units/:id/correct'] = {
        params,
        body: { ...body, ...standing, code: unit.code },
      }
      requests['POST /units/:id/suspend'] = { params, body }
      requests['POST /units/:id/close'] = { params, body }
      requests['POST /units/:id/hosting'] = { params, body }
      requests['POST /units/:id/absorb'] = { params, body: { ...body, intoId: unitId } }
      requests['GET /units/:id/papers'] = { params }
      requests['POST /units/:id/papers'] = { params, body: { name: '公函.pdf', sizeBytes: 1000 } }
    })
    await needed(['POST /units/:id/lift'], async () => {
      const { id } = await makeUnit(app)
      await app.platform.db
        .updateTable('units')
        .set({ state: 'suspended' })
        .where('id', '=', id)
        .execute()
      requests['POST /units/:id/lift'] = { params: { id }, body: { version: 1, reason } }
    })
    await needed(['POST /units/:id/hosting/end'], async () => {
      const { id } = await makeUnit(app, { capabilities: ['employer', 'hosting'] })
      requests['POST /units/:id/hosting/end'] = { params: { id }, body: { version: 1, reason } }
    })
    await needed(['POST /units/:id/handover'], async () => {
      const { id } = await makeUnit(app)
      const successor = await makeAccount(app, { name: '黎小满' })
      const { accountId, seatId = '' } = personas['hrss.county']
      const letterId = await makeLetter(
        app,
        await actorAt(app, { id: accountId ?? '', seatId }),
        id,
      )
      const somebody = { name: '黎小满', userName: successor.accountName, letterId }
      requests['POST /units/:id/handover'] = {
        params: { id },
        body: { version: 1, reason, ...somebody },
      }
    })
    await needed(asked, async () => {
      const staff = await makeStaff(app, (await makeUnit(app)).id, { level: 'manager' })
      const actor = await actorAt(app, staff)
      const paperIds = [await makePaper(app, actor)]
      requests['DELETE /unit-papers/:id'] = { params: { id: await makePaper(app, actor) } }
      requests['POST /unit/change'] = {
        body: { version: 1, ...standing, code: creditCode(), reason, paperIds },
      }
      requests['POST /unit/parent'] = { body: { version: 1, parentId: unitId } }
      for (const each of asked) callers[each] = callerOf(staff)
    })
    await needed(changing, async () => {
      const staff = await makeStaff(app, (await makeUnit(app)).id, { level: 'manager' })
      const { id, version } = await makeChange(app, staff)
      ids.push(id)
      const params = { id }
      requests['POST /unit/change/withdraw'] = { body: { version } }
      callers['POST /unit/change/withdraw'] = callerOf(staff)
      requests['GET /unit-changes/:id'] = { params }
      requests['POST /unit-changes/:id/approve'] = { params, body: { version } }
      requests['POST /unit-changes/:id/refuse'] = { params, body: { version, reason } }
    })
    await needed(below, async () => {
      const { child, manager } = await makeFamily(app, unitId)
      ids.push(child.id)
      const params = { id: child.id }
      const body = { version: child.version }
      requests['GET /sub-units/:id'] = { params }
      requests['POST /unit/parent/leave'] = { body }
      callers['POST /unit/parent/leave'] = callerOf(manager)
      for (const each of ['POST /sub-units/:id/accept', 'POST /sub-units/:id/refuse']) {
        requests[each] = { params, body }
        callers[each] = personas['employer.manager']
      }
    })
    await needed(['POST /sub-units/:id/release'], async () => {
      const { child } = await makeFamily(app, unitId)
      await app.platform.db
        .updateTable('units')
        .set({ parentState: 'accepted' })
        .where('id', '=', child.id)
        .execute()
      const body = { version: child.version }
      requests['POST /sub-units/:id/release'] = { params: { id: child.id }, body }
      callers['POST /sub-units/:id/release'] = personas['employer.manager']
    })
    return { requests, callers, ids }
  },
}

// Which endpoints share what is made for them.
const held = [
  ...['correct', 'suspend', 'close', 'absorb', 'hosting', 'papers'].map(
    (each) => `POST /units/:id/${each}`,
  ),
  'GET /units/:id/papers',
]
const asked = ['DELETE /unit-papers/:id', 'POST /unit/change', 'POST /unit/parent']
const changing = [
  'POST /unit/change/withdraw',
  'GET /unit-changes/:id',
  'POST /unit-changes/:id/approve',
  'POST /unit-changes/:id/refuse',
]
const below = [
  'GET /sub-units/:id',
  'POST /unit/parent/leave',
  'POST /sub-units/:id/accept',
  'POST /sub-units/:id/refuse',
]
const callerOf = (staff: Awaited<ReturnType<typeof makeStaff>>): Caller => ({
  accountId: staff.id,
  ...staff.client,
  seatId: staff.seatId,
})
