import {
  classForm,
  institutionAt,
  makeApprovedClass,
  makeClassIn,
  makeDraftClass,
  makeSubmittedClass,
  todayForm,
} from '../factories/training.ts'
import { makePerson } from '../factories/people.ts'
import { everyone, hrss, reason, type EndpointRows } from './rows.ts'

const institution = ['institution'] as const
const offices = ['industry', ...hrss] as const

/** Classes as their institution writes them and offices approve them. */
export const classRows: EndpointRows = {
  doors: {
    'GET /classes/courses': institution,
    'GET /classes': institution,
    'POST /classes': institution,
    'GET /classes/:id': [...institution, ...offices],
    'PUT /classes/:id': institution,
    'DELETE /classes/:id': institution,
    'POST /classes/:id/submit': institution,
    'POST /classes/:id/move': institution,
    'POST /classes/:id/change': institution,
    'POST /classes/:id/cancel': institution,
    'POST /classes/:id/copy': institution,
    'POST /classes/:id/resize': institution,
    'POST /classes/:id/resize/preview': institution,
    'POST /classes/:id/promotion': institution,
    'POST /classes/:id/draw': institution,
    'POST /classes/:id/message': institution,
    'GET /class-reviews': offices,
    'POST /classes/:id/approve': offices,
    'POST /classes/:id/return': offices,
    'GET /catalogue/classes': everyone,
    'GET /catalogue/classes/:id': everyone,
    'GET /catalogue/classes/:id/draw': everyone,
  },
  make: async (app, personas) => {
    const mine = await institutionAt(app, personas.institution)
    const draft = await makeDraftClass(mine)
    const submitted = await makeSubmittedClass(mine)
    const approved = await makeApprovedClass(app, mine)
    const open = await makeClassIn(app, mine, 'accepting', { people: [await makePerson(app)] })
    const closed = await makeClassIn(app, mine, 'closed', { form: { confirmation: 'draw' } })
    const drawn = await makeClassIn(app, mine, 'running', { form: { confirmation: 'draw' } })
    const of = ({ id, version }: { id: string; version: number }) => ({
      params: { id },
      body: { version },
    })
    const officer = {
      accountId: personas['hrss.county'].accountId,
      cookies: personas['hrss.county'].cookies,
      ...(personas['hrss.county'].seatId && { seatId: personas['hrss.county'].seatId }),
    }
    const form = classForm(mine.course.id)
    const changed = classForm(mine.course.id, { ...todayForm(), name: open.name, place: '二楼' })
    return {
      requests: {
        'GET /classes/courses': {},
        'GET /classes': {},
        'POST /classes': { body: form },
        'GET /classes/:id': { params: { id: submitted.id } },
        'PUT /classes/:id': { params: { id: draft.id }, body: { version: draft.version, form } },
        'DELETE /classes/:id': { params: { id: draft.id } },
        'POST /classes/:id/submit': of(draft),
        'POST /classes/:id/move': {
          params: { id: approved.id },
          body: { version: approved.version, move: 'open' },
        },
        'POST /classes/:id/change': {
          params: { id: open.id },
          body: { version: open.version, form: changed, reason },
        },
        'POST /classes/:id/cancel': {
          params: { id: open.id },
          body: { version: open.version, reason },
        },
        'POST /classes/:id/copy': { params: { id: open.id }, body: { startsOn: '2026-09-01' } },
        'POST /classes/:id/resize': {
          params: { id: open.id },
          body: { version: open.version, plan: 9, units: [], displaced: [], reason: null },
        },
        'POST /classes/:id/resize/preview': {
          params: { id: open.id },
          body: { plan: 9, units: [] },
        },
        'POST /classes/:id/promotion': {
          params: { id: open.id },
          body: { version: open.version, promotes: false },
        },
        'POST /classes/:id/draw': of(closed),
        'POST /classes/:id/message': {
          params: { id: open.id },
          body: { to: 'all', text: '请携带身份证。' },
        },
        'GET /class-reviews': {},
        'POST /classes/:id/approve': of(submitted),
        'POST /classes/:id/return': {
          params: { id: submitted.id },
          body: { version: submitted.version, reason },
        },
        'GET /catalogue/classes': { query: { state: 'finished' } },
        'GET /catalogue/classes/:id': { params: { id: open.id } },
        'GET /catalogue/classes/:id/draw': { params: { id: drawn.id } },
      },
      callers: {
        'POST /classes/:id/approve': officer,
        'POST /classes/:id/return': officer,
      },
      ids: [draft.id, submitted.id],
    }
  },
}
