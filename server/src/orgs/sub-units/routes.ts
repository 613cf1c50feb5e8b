import * as law from '@xueshi/contract/orgs/sub-units'
import { serve, type Serving } from '../../platform/http.ts'
import * as subUnits from './service.ts'

const done = { done: true } as const

export function serveSubUnits(serving: Serving): void {
  serve(serving, law.listSubUnits, ({ actor, query }) => subUnits.list(actor, query.after))
  serve(serving, law.listUnitsBelow, ({ actor }) => subUnits.listBelow(actor))
  serve(serving, law.readSubUnit, ({ actor, params }) => subUnits.read(actor, params.id))
  serve(serving, law.readParent, ({ actor }) => subUnits.readOwnParent(actor))
  serve(
    serving,
    law.askParent,
    ({ actor, body }) => subUnits.ask(actor, body),
    async () => done,
  )
  serve(
    serving,
    law.leaveParent,
    ({ actor, body }) => subUnits.leave(actor, body.version),
    async () => done,
  )
  serve(
    serving,
    law.acceptSubUnit,
    ({ actor, params, body }) => subUnits.decide(actor, { ...params, ...body }, 'accept'),
    async () => done,
  )
  serve(
    serving,
    law.refuseSubUnit,
    ({ actor, params, body }) => subUnits.decide(actor, { ...params, ...body }, 'refuse'),
    async () => done,
  )
  serve(
    serving,
    law.releaseSubUnit,
    ({ actor, params, body }) => subUnits.decide(actor, { ...params, ...body }, 'release'),
    async () => done,
  )
}
