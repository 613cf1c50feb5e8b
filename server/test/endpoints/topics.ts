import * as topics from '../../src/training/topics/service.ts'
import { seatedActor } from '../factories/courses.ts'
import { topicForm } from '../factories/topics.ts'
import { everyone, hrss, type EndpointRows } from './rows.ts'

/** 公需课目录. */
export const topicRows: EndpointRows = {
  doors: {
    'GET /topics': hrss,
    'POST /topics': hrss,
    'PUT /topics/:id': hrss,
    'DELETE /topics/:id': hrss,
    'POST /topics/:id/publish': hrss,
    'POST /topics/:id/withdraw': hrss,
    'GET /catalogue/topics': everyone,
  },
  make: async (app, personas) => {
    // The strangers among the personas are those of the city.
    const { accountId, seatId } = personas['hrss.county']
    const actor = await seatedActor(app, { accountId: accountId ?? '', seatId: seatId ?? '' })
    const draft = await topics.create(actor, topicForm())
    const published = await topics.publish(actor, await topics.create(actor, topicForm()))
    const of = ({ id, version }: { id: string; version: number }) => ({
      params: { id },
      body: { version },
    })
    return {
      requests: {
        'GET /topics': {},
        'POST /topics': { body: topicForm() },
        'PUT /topics/:id': {
          params: { id: draft.id },
          body: { version: draft.version, form: topicForm() },
        },
        'DELETE /topics/:id': { params: { id: draft.id } },
        'POST /topics/:id/publish': of(draft),
        'POST /topics/:id/withdraw': of(published),
        'GET /catalogue/topics': { query: { year: '2026' } },
      },
      ids: [draft.id],
    }
  },
}
