import * as seals from '../../src/certificates/seals/service.ts'
import * as templates from '../../src/certificates/templates/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { makePublished, templateForm } from '../factories/templates.ts'
import type { Caller } from '../personas.ts'
import { hrss, reason, type EndpointRows } from './rows.ts'

const changing = [
  'PUT /certificate-templates/:id',
  'POST /certificate-templates/:id/discard',
  'POST /certificate-templates/:id/publish',
  'POST /certificate-templates/:id/retire',
]

/** 模板与印章: two officers of the city's office write and publish them. */
export const templateRows: EndpointRows = {
  doors: {
    'GET /certificate-templates': hrss,
    'GET /certificate-templates/:id': hrss,
    'GET /certificate-templates/:id/preview': hrss,
    'POST /certificate-templates': hrss,
    ...Object.fromEntries(changing.map((line) => [line, hrss])),
    'POST /certificate-seals': hrss,
    'GET /certificate-seals/:id': hrss,
  },
  make: async (app, { 'hrss.city': clerk, 'hrss.manager': manager }) => {
    const actorOf = ({ accountId, seatId }: Caller) =>
      orgs.actorFor(app.platform, { accountId: accountId ?? '', seatId: seatId ?? null })
    const [drafter, publisher] = [await actorOf(clerk), await actorOf(manager)]
    const draft = await templates.create(drafter, templateForm())
    const published = await makePublished(drafter, publisher)
    const { id: sealId } = await seals.add(drafter, { sizeBytes: 1000 })
    const own = { params: { id: draft.id }, body: { version: draft.version } }
    return {
      requests: {
        'GET /certificate-templates': {},
        'GET /certificate-templates/:id': { params: own.params },
        'GET /certificate-templates/:id/preview': { params: own.params },
        'POST /certificate-templates': { body: templateForm() },
        'PUT /certificate-templates/:id': { ...own, body: { ...own.body, form: templateForm() } },
        'POST /certificate-templates/:id/discard': own,
        'POST /certificate-templates/:id/publish': {
          ...own,
          body: { ...own.body, effectiveFrom: '2030-01-01' },
        },
        'POST /certificate-templates/:id/retire': {
          params: { id: published.id },
          body: { version: published.version, reason },
        },
        'POST /certificate-seals': { body: { sizeBytes: 1000 } },
        'GET /certificate-seals/:id': { params: { id: sealId } },
      },
      ids: [draft.id, published.id],
      callers: Object.fromEntries(
        [
          ...changing,
          'GET /certificate-templates/:id',
          'GET /certificate-templates/:id/preview',
          'POST /certificate-templates',
          'GET /certificate-seals/:id',
        ].map((line) => [line, manager]),
      ),
    }
  },
}
