import {
  accreditationForm,
  makeAccredited,
  makeApplication,
  makeReviewed,
} from '../factories/accreditations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../factories/orgs.ts'
import { actorAt } from '../factories/staff.ts'
import { makePaper } from '../factories/units.ts'
import * as accrediting from '../../src/orgs/accrediting/service.ts'
import { everyone, hrss, managers, reason, unitStaff, type EndpointRows } from './rows.ts'

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
  make: async (app, personas) => {
    const seatOf = ({ accountId, seatId = '' }: (typeof personas)['hrss.city']) => ({
      id: accountId ?? '',
      seatId,
    })
    const offices = {
      city: seatOf(personas['hrss.city']),
      province: seatOf(personas['hrss.province']),
    }
    // Where the city's office looks, whichever city's it is; in 天河 its county does too.
    const { scope } = await actorAt(app, offices.city)
    const city = scope.kind === 'region' ? scope.regionCode : guangzhou
    const place = { regionCode: city === guangzhou ? tianhe : city }
    const managerThere = async () =>
      makeStaff(app, (await makeUnit(app, place)).id, { level: 'manager' })
    const unit = await makeUnit(app)
    const asking = await makeStaff(app, unit.id, { level: 'manager' })
    const paperIds = [await makePaper(app, await actorAt(app, asking), 'accreditation')]
    const own = await managerThere()
    const applied = await makeApplication(app, own)
    const returnedTo = await managerThere()
    const { id, version } = await makeApplication(app, returnedTo)
    const desk = await actorAt(app, offices.city)
    const returned = await accrediting.give('return')(desk, { id, version, reason })
    const reviewed = await makeReviewed(app, offices.city, await managerThere())
    const standing = await makeAccredited(app, offices, { manager: await managerThere() })
    const other = await makeAccredited(app, offices, { manager: await managerThere() })
    const suspending = { id: other.id, version: other.version, reason }
    const suspended = await accrediting.give('suspend')(desk, suspending)
    const on = (item: { id: string; version: number }, body: object = {}) => ({
      params: { id: item.id },
      body: { version: item.version, ...body },
    })
    const caller = (staff: typeof own) => ({
      accountId: staff.id,
      ...staff.client,
      seatId: staff.seatId,
    })
    const again = await makePaper(app, await actorAt(app, returnedTo), 'accreditation')
    return {
      requests: {
        'GET /institutions': {},
        'GET /unit/accreditations': {},
        'POST /unit/accreditations': { body: { form: accreditationForm(), paperIds } },
        'POST /unit/accreditations/:id/resubmit': on(returned, {
          form: accreditationForm(),
          paperIds: [again],
        }),
        'POST /unit/accreditations/:id/withdraw': on(applied),
        'GET /accreditations': {},
        'GET /accreditations/:id': { params: { id: applied.id } },
        'POST /accreditations/:id/pass': on(applied, { opinion: reason }),
        'POST /accreditations/:id/return': on(applied, { reason }),
        'POST /accreditations/:id/refuse': on(applied, { reason }),
        'POST /accreditations/:id/approve': on(reviewed, { validTo: '2028-12-31' }),
        'POST /accreditations/:id/suspend': on(standing, { reason }),
        'POST /accreditations/:id/lift': on(suspended, { reason }),
        'POST /accreditations/:id/revoke': on(standing, { reason }),
      },
      callers: {
        'POST /unit/accreditations': caller(asking),
        'POST /unit/accreditations/:id/resubmit': caller(returnedTo),
        'POST /unit/accreditations/:id/withdraw': caller(own),
      },
      ids: [applied.id, reviewed.id, standing.id],
    }
  },
}
