import {
  accreditationForm,
  makeAccredited,
  makeApplication,
  makeReviewed,
} from '../factories/accreditations.ts'
import { makeStaff, makeUnit } from '../factories/orgs.ts'
import { actorAt } from '../factories/staff.ts'
import { makePaper } from '../factories/units.ts'
import * as accrediting from '../../src/orgs/accrediting/service.ts'
import type { Caller, Request } from '../personas.ts'
import { everyone, hrss, managers, neededBy, reason, unitStaff, type EndpointRows } from './rows.ts'

const cities = ['hrss.city', 'hrss.manager'] as const
const province = ['hrss.province'] as const

export const accreditationRows: EndpointRows = {
  doors: {
    'GET /institutions': everyone,
    'GET /unit/accreditations': unitStaff,
    'POST /unit/accreditations': managers,
    'POST /unit/accreditations/:id/resubmit': managers,
    'POST /unit/accreditations/:id/withdraw': managers,
    'GET /accreditations': hrss,
    'GET /accreditations/:id': hrss,
    'POST /accreditations/:id/pass': cities,
    'POST /accreditations/:id/return': cities,
    'POST /accreditations/:id/refuse': cities,
    'POST /accreditations/:id/approve': province,
    'POST /accreditations/:id/suspend': [...province, ...cities],
    'POST /accreditations/:id/lift': [...province, ...cities],
    'POST /accreditations/:id/revoke': province,
  },
  make: async (app, personas, line) => {
    const needed = neededBy(line)
    const seatOf = ({ accountId, seatId = '' }: (typeof personas)['hrss.city']) => ({
      id: accountId ?? '',
      seatId,
    })
    const offices = {
      city: seatOf(personas['hrss.city']),
      province: seatOf(personas['hrss.province']),
    }
    const desk = await actorAt(app, offices.city)
    const managerThere = async () => makeStaff(app, (await makeUnit(app)).id, { level: 'manager' })
    const asking = await needed(['POST /unit/accreditations'], async () => {
      const staff = await managerThere()
      const paperIds = [await makePaper(app, await actorAt(app, staff), 'accreditation')]
      return { staff, paperIds }
    })
    const waits = ['pass', 'return', 'refuse'].map((each) => on(each))
    const applied = await needed(
      [...waits, 'GET /accreditations/:id', own('withdraw')],
      async () => {
        const staff = await managerThere()
        return { staff, item: await makeApplication(app, staff) }
      },
    )
    const returned = await needed([own('resubmit')], async () => {
      const staff = await managerThere()
      const { id, version } = await makeApplication(app, staff)
      const item = await accrediting.give('return')(desk, { id, version, reason })
      const again = await makePaper(app, await actorAt(app, staff), 'accreditation')
      return { staff, item, paperIds: [again] }
    })
    const reviewed = await needed([on('approve')], async () =>
      makeReviewed(app, offices.city, await managerThere()),
    )
    const standing = await needed([on('suspend'), on('revoke')], async () =>
      makeAccredited(app, offices, { manager: await managerThere() }),
    )
    const suspended = await needed([on('lift')], async () => {
      const { id, version } = await makeAccredited(app, offices, { manager: await managerThere() })
      return accrediting.give('suspend')(desk, { id, version, reason })
    })
    const form = accreditationForm()
    const requests: Record<string, Request> = {
      'GET /institutions': {},
      'GET /unit/accreditations': {},
      'GET /accreditations': {},
    }
    const callers: Record<string, Caller> = {}
    if (asking) {
      requests['POST /unit/accreditations'] = { body: { form, paperIds: asking.paperIds } }
      callers['POST /unit/accreditations'] = callerOf(asking.staff)
    }
    if (applied) {
      requests['GET /accreditations/:id'] = { params: { id: applied.item.id } }
      requests[on('pass')] = moving(applied.item, { opinion: reason })
      for (const each of ['return', 'refuse']) requests[on(each)] = moving(applied.item, { reason })
      requests[own('withdraw')] = moving(applied.item)
      callers[own('withdraw')] = callerOf(applied.staff)
    }
    if (returned) {
      requests[own('resubmit')] = moving(returned.item, { form, paperIds: returned.paperIds })
      callers[own('resubmit')] = callerOf(returned.staff)
    }
    if (reviewed) requests[on('approve')] = moving(reviewed, { validTo: '2028-12-31' })
    if (standing)
      for (const each of ['suspend', 'revoke']) requests[on(each)] = moving(standing, { reason })
    if (suspended) requests[on('lift')] = moving(suspended, { reason })
    const ids = [applied?.item, reviewed, standing].flatMap((item) => (item ? [item.id] : []))
    return { requests, callers, ids }
  },
}

const on = (move: string) => `POST /accreditations/:id/${move}`
const own = (move: string) => `POST /unit/accreditations/:id/${move}`
const moving = (item: { id: string; version: number }, body: object = {}): Request => ({
  params: { id: item.id },
  body: { version: item.version, ...body },
})
const callerOf = (staff: Awaited<ReturnType<typeof makeStaff>>): Caller => ({
  accountId: staff.id,
  ...staff.client,
  seatId: staff.seatId,
})
