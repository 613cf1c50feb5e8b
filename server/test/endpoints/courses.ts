import { courseForm, makeCourse, officerFor, seatedActor } from '../factories/courses.ts'
import { makeInput } from '../factories/tasks.ts'
import type { Caller } from '../personas.ts'
import { everyone, hrss, reason, type EndpointRows } from './rows.ts'

const organisers = ['institution', 'industry'] as const
const offices = ['industry', ...hrss] as const

const deskOf = ({ accountId, seatId }: Caller) => ({
  accountId: accountId ?? '',
  seatId: seatId ?? '',
})

/** Courses as they are planned, filed and published. */
export const courseRows: EndpointRows = {
  doors: {
    'GET /courses': organisers,
    'POST /courses': organisers,
    'GET /courses/:id': ['institution', ...offices],
    'PUT /courses/:id': organisers,
    'DELETE /courses/:id': organisers,
    'POST /courses/copies': organisers,
    'POST /courses/imports': organisers,
    'POST /courses/exports': organisers,
    'GET /courses/template': everyone,
    'POST /courses/:id/submit': organisers,
    'POST /courses/:id/withdraw': organisers,
    'POST /courses/:id/publish': organisers,
    'POST /courses/:id/close': organisers,
    'GET /course-filings': offices,
    'POST /courses/:id/file': offices,
    'POST /courses/:id/return': offices,
    'POST /courses/:id/stop': offices,
    'GET /catalogue/courses': everyone,
    'GET /catalogue/courses/:id': everyone,
  },
  make: async (app, personas) => {
    const desk = deskOf(personas.institution)
    const draft = await makeCourse(app, { desk })
    const inputId = await makeInput(app, await seatedActor(app, desk), '课程名称')
    const submitted = await makeCourse(app, { desk, until: 'submitted' })
    const office = await officerFor(app, submitted.id)
    const filed = await makeCourse(app, { desk, office, until: 'filed' })
    const published = await makeCourse(app, { desk, office, until: 'published' })
    const of = ({ id, version }: { id: string; version: number }) => ({
      params: { id },
      body: { version },
    })
    const because = ({ id, version }: { id: string; version: number }) => ({
      params: { id },
      body: { version, reason },
    })
    return {
      requests: {
        'GET /courses': {},
        'POST /courses': { body: courseForm() },
        'GET /courses/:id': { params: { id: submitted.id } },
        'PUT /courses/:id': {
          params: { id: draft.id },
          body: { version: draft.version, form: courseForm() },
        },
        'DELETE /courses/:id': { params: { id: draft.id } },
        'POST /courses/imports': { body: { inputId, year: 2026, dryRun: false } },
        'POST /courses/exports': { body: { state: 'draft' } },
        'GET /courses/template': {},
        'POST /courses/copies': { body: { ids: [draft.id], year: 2027 } },
        'POST /courses/:id/submit': of(draft),
        'POST /courses/:id/withdraw': of(submitted),
        'POST /courses/:id/publish': of(filed),
        'POST /courses/:id/close': of(filed),
        'GET /course-filings': {},
        'POST /courses/:id/file': of(submitted),
        'POST /courses/:id/return': because(submitted),
        'POST /courses/:id/stop': because(filed),
        'GET /catalogue/courses': { query: { year: '2026' } },
        'GET /catalogue/courses/:id': { params: { id: published.id } },
      },
      ids: [draft.id, submitted.id],
    }
  },
}
