import {
  createTopic,
  deleteTopic,
  editTopic,
  listTopicCatalogue,
  listTopics,
  publishTopic,
  withdrawTopic,
} from '@xueshi/contract/training/topics'
import type { Actor } from '../../platform/actor.ts'
import { serve, type Serving } from '../../platform/http.ts'
import * as topics from './service.ts'

export function serveTopics(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => topics.read(actor, id)

  serve(serving, listTopics, ({ actor, query }) => topics.list(actor, query))
  serve(serving, createTopic, ({ actor, body }) => topics.create(actor, body), again)
  serve(serving, editTopic, ({ actor, params, body }) => topics.edit(actor, params.id, body), again)
  serve(serving, deleteTopic, ({ actor, params }) => topics.remove(actor, params.id))
  serve(
    serving,
    publishTopic,
    ({ actor, params, body }) => topics.publish(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    withdrawTopic,
    ({ actor, params, body }) => topics.withdraw(actor, { ...params, ...body }),
    again,
  )
  serve(serving, listTopicCatalogue, ({ actor, query }) => topics.listCatalogue(actor, query))
}
