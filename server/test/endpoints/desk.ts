import * as departments from '../../src/people/departments/service.ts'
import * as people from '../../src/people/service.ts'
import { nextNumber } from '../factories/accounts.ts'
import { actorOf, makePerson } from '../factories/people.ts'
import { makeInput } from '../factories/tasks.ts'
import { employer, hrss, type EndpointRows } from './rows.ts'

const lookers = [...employer, 'industry', ...hrss] as const

/** The people of a unit, at its desk and as the authorities see them. */
export const deskRows: EndpointRows = {
  doors: {
    'GET /people': employer,
    'POST /people/endings': employer,
    'POST /people/department': employer,
    'GET /people/template': employer,
    'POST /people/imports': employer,
    'POST /people/exports': employer,
    'GET /people/search': ['industry', ...hrss],
    'GET /people/:id': lookers,
    'POST /people/:id/number': lookers,
    'GET /departments': employer,
    'POST /departments': employer,
    'POST /departments/:id': employer,
    'POST /departments/:id/removal': employer,
  },
  make: async (app, personas) => {
    const caller = personas['employer.clerk']
    const clerk = { id: caller.accountId ?? '', seatId: caller.seatId ?? '' }
    const employed = await makePerson(app, { unit: { id: personas.unitId }, clerk })
    const { items } = await people.listEmployments(await actorOf(app, employed))
    const seat = await actorOf(app, clerk)
    const { id, version } = await departments.add(seat, `技术部${nextNumber()}`)
    const inputId = await makeInput(app, seat, '姓名,证件号码,联系电话\n')
    const employments = items.map((each) => ({ id: each.id, version: each.version }))
    const one = { params: { id: employed.id } }
    const department = { params: { id }, body: { version } }
    return {
      requests: {
        'GET /people': { query: { search: '陈' } },
        'POST /people/endings': {
          body: { employments, reason: 'retired', endedOn: '2026-05-31' },
        },
        'POST /people/department': { body: { employments, departmentId: id } },
        'GET /people/template': {},
        'POST /people/imports': { body: { inputId, dryRun: true } },
        'POST /people/exports': { body: { filter: {}, unmaskedReason: null } },
        'GET /people/search': { query: { search: '陈嘉' } },
        'GET /people/:id': one,
        'POST /people/:id/number': { ...one, body: { reason: '核对社保缴纳记录' } },
        'GET /departments': {},
        'POST /departments': { body: { name: `财务部${nextNumber()}` } },
        'POST /departments/:id': {
          ...department,
          body: { version, name: `研发部${nextNumber()}` },
        },
        'POST /departments/:id/removal': department,
      },
      callers: { 'POST /people/imports': caller },
      ids: [employed.id, id],
    }
  },
}
