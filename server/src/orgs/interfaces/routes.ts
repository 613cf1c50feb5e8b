import * as law from '@xueshi/contract/orgs/interfaces'
import { serve, type Serving } from '../../platform/http.ts'
import * as interfaces from './service.ts'

/** 接口: what the system administrator sees of all institutions' programs. */
export function serveInterfaces(serving: Serving): void {
  serve(serving, law.listHeldKeys, ({ actor, query }) => interfaces.listKeys(actor, query))
  serve(
    serving,
    law.blockKey,
    ({ actor, params, body }) => interfaces.block(actor, { ...params, ...body }),
    ({ actor }, id) => interfaces.readKey(actor, id),
  )
  serve(serving, law.listHeldWebhooks, ({ actor, query }) => interfaces.listWebhooks(actor, query))
}
