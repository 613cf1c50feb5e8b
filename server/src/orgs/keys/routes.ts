import * as keyLaw from '@xueshi/contract/orgs/keys'
import * as hookLaw from '@xueshi/contract/orgs/webhooks'
import type { Actor } from '../../platform/actor.ts'
import { serve, type Serving } from '../../platform/http.ts'
import * as webhooks from '../webhooks/service.ts'
import * as keys from './service.ts'

/** 数据接口: the keys of a unit's programs, and where they are told. */
export function serveKeys(serving: Serving): void {
  serve(serving, keyLaw.listKeys, ({ actor }) => keys.list(actor))
  serve(
    serving,
    keyLaw.createKey,
    ({ actor, body }) => keys.create(actor, body),
    async ({ actor }, id) => ({ key: await keys.read(actor, id), secrets: null }),
  )
  serve(
    serving,
    keyLaw.revokeKey,
    ({ actor, params, body }) => keys.revoke(actor, { ...params, ...body }),
    ({ actor }, id) => keys.read(actor, id),
  )
  serveWebhooks(serving)
}

function serveWebhooks(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => webhooks.read(actor, id)

  serve(serving, hookLaw.listWebhooks, ({ actor }) => webhooks.list(actor))
  serve(
    serving,
    hookLaw.createWebhook,
    ({ actor, body }) => webhooks.create(actor, body),
    async ({ actor }, id) => ({ webhook: await webhooks.read(actor, id), secret: null }),
  )
  serve(
    serving,
    hookLaw.testWebhook,
    ({ actor, params, body }) => webhooks.test(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    hookLaw.pauseWebhook,
    ({ actor, params, body }) => webhooks.pause(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    hookLaw.resumeWebhook,
    ({ actor, params, body }) => webhooks.resume(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    hookLaw.removeWebhook,
    ({ actor, params, body }) => webhooks.remove(actor, { ...params, ...body }),
    async () => ({ done: true }) as const,
  )
  serve(serving, hookLaw.listDeliveries, ({ actor, query }) =>
    webhooks.listDeliveries(actor, query),
  )
  serve(
    serving,
    hookLaw.replayDelivery,
    ({ actor, params, body }) => webhooks.replay(actor, { ...params, ...body }),
    ({ actor }, id) => webhooks.readDelivery(actor, id),
  )
}
