import { reportCompletions } from '@xueshi/contract/training/completions'
import * as keys from '../../src/orgs/keys/service.ts'
import * as webhooks from '../../src/orgs/webhooks/service.ts'
import { makeCourse, officerFor } from '../factories/courses.ts'
import { makePerson } from '../factories/people.ts'
import { completionItem, makeKey, programOf } from '../factories/programs.ts'
import { type EndpointRows, reason, system } from './rows.ts'

const institution = ['institution'] as const
/** The persona of the institution is a clerk, and only its manager may. */
const itsManager = [] as const
/** A program with a key; no seat leads there. */
const programs = [] as const

/** 数据接口. */
export const interfaceRows: EndpointRows = {
  doors: {
    'GET /api-keys': institution,
    'POST /api-keys': itsManager,
    'POST /api-keys/:id/revoke': itsManager,
    'GET /interfaces/keys': system,
    'POST /interfaces/keys/:id/block': system,
    'GET /interfaces/webhooks': system,
    'GET /webhooks': institution,
    'POST /webhooks': itsManager,
    'POST /webhooks/:id/test': itsManager,
    'POST /webhooks/:id/pause': itsManager,
    'POST /webhooks/:id/resume': itsManager,
    'POST /webhooks/:id/remove': itsManager,
    'GET /webhook-deliveries': institution,
    'POST /webhook-deliveries/:id/replay': itsManager,
    'POST /v1/completions': programs,
    'GET /v1/completions': programs,
    'GET /v1/completion-batches/:id': programs,
    'GET /v1/courses': programs,
    'GET /reportable-courses': institution,
    'GET /completions': institution,
    'GET /completion-batches': institution,
    'POST /completions/:id/rematch': institution,
    'POST /completions/:id/reverse': institution,
  },
  // A browser has no key; completions.test.ts calls as a program does.
  withoutEffect: { 'POST /v1/completions': 401 },
  make: async (app, personas) => {
    const { accountId, seatId } = personas.institution
    const desk = { accountId: accountId ?? '', seatId: seatId ?? '' }
    const { unitId } = await app.platform.db
      .selectFrom('unitStaff')
      .select('unitId')
      .where('id', '=', desk.seatId)
      .executeTakeFirstOrThrow()
    const { key, manager, actor, ...secrets } = await makeKey(app, unitId)
    // A unit may have few of either: those of the former call make room.
    for (const former of (await keys.list(actor)).items)
      if (former.state === 'active' && former.id !== key.id) await keys.revoke(actor, former)
    const waiting = await makeCourse(app, { desk, until: 'submitted' })
    const office = await officerFor(app, waiting.id)
    const course = await makeCourse(app, { desk, office, until: 'published' })
    const items = [
      completionItem(await makePerson(app), course.id),
      completionItem({ documentNumber: '11010519491231002X', name: '何绮雯' }, course.id),
    ]
    const reported = await programOf(app, secrets).call(reportCompletions, { body: { items } })
    const program = { accountId: null, cookies: {}, apiKey: secrets.token }
    const lineOf = (reference: string | undefined) =>
      app.platform.db
        .selectFrom('completions')
        .select(['id', 'version'])
        .where('reference', '=', reference ?? '')
        .executeTakeFirstOrThrow()
    const credited = await lineOf(items[0]?.reference)
    const unmatched = await lineOf(items[1]?.reference)
    const url = 'http://127.0.0.1:9/told'
    for (const { id, version } of (await webhooks.list(actor)).items)
      await webhooks.remove(actor, { id, version })
    const { webhook: active } = await webhooks.create(actor, { url })
    const { webhook } = await webhooks.create(actor, { url })
    const paused = await webhooks.pause(actor, webhook)
    await webhooks.test(actor, active)
    const delivery = await app.platform.db
      .updateTable('webhookDeliveries')
      .set({ state: 'dead' })
      .where('webhookId', '=', active.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    const tested = await webhooks.read(actor, active.id)
    const of = ({ id, version }: { id: string; version: number }, more = {}) => ({
      params: { id },
      body: { version, ...more },
    })
    const caller = {
      accountId: manager.id,
      seatId: manager.seatId,
      cookies: manager.client.cookies,
    }
    const form = { name: '备用', scopes: ['completions:read'] }
    return {
      requests: {
        'GET /api-keys': {},
        'POST /api-keys': { body: form },
        'POST /api-keys/:id/revoke': of(key),
        'GET /interfaces/keys': {},
        'POST /interfaces/keys/:id/block': of(key, { reason }),
        'GET /interfaces/webhooks': {},
        'GET /webhooks': {},
        'POST /webhooks': { body: { url: 'https://platform.example.com/told' } },
        'POST /webhooks/:id/test': of(tested),
        'POST /webhooks/:id/pause': of(tested),
        'POST /webhooks/:id/resume': of(paused),
        'POST /webhooks/:id/remove': of(tested),
        'GET /webhook-deliveries': {},
        'POST /webhook-deliveries/:id/replay': of(delivery),
        'POST /v1/completions': { body: { items } },
        'GET /v1/completions': { query: { reference: 'LS-1' } },
        'GET /v1/completion-batches/:id': { params: { id: reported.body.id } },
        'GET /v1/courses': { query: { year: '2026' } },
        'GET /reportable-courses': { query: { year: '2026' } },
        'GET /completions': {},
        'GET /completion-batches': {},
        'POST /completions/:id/rematch': of(unmatched),
        'POST /completions/:id/reverse': {
          params: { id: credited.id },
          body: { version: credited.version, reason },
        },
      },
      callers: Object.fromEntries(
        Object.entries(interfaceRows.doors)
          .filter(([, doors]) => doors.length === 0)
          .map(([line, doors]) => [line, doors === itsManager ? caller : program]),
      ),
      ids: [key.id, active.id, credited.id, unmatched.id],
    }
  },
}
