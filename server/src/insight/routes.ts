import { readHome } from '@xueshi/contract/insight'
import * as law from '@xueshi/contract/insight/claims'
import { readHourOrigin } from '@xueshi/contract/insight/origins'
import { readWays } from '@xueshi/contract/insight/ways'
import type { Actor } from '../platform/actor.ts'
import { serve, type Serving } from '../platform/http.ts'
import * as claims from './claims/service.ts'
import * as origins from './origins/service.ts'
import * as insight from './service.ts'
import * as traces from './traces/service.ts'
import * as ways from './ways/service.ts'

export function serveInsight(serving: Serving): void {
  serve(serving, readHome, ({ actor }) => insight.home(actor))
  serve(serving, readWays, ({ actor, params }) => ways.read(actor, params))
  serve(serving, readHourOrigin, ({ actor, params }) => origins.read(actor, params.id))
  serve(serving, law.traceHours, ({ actor, query }) => traces.trace(actor, query))
  serve(serving, law.listClaims, ({ actor, query }) => claims.list(actor, query))
  serve(serving, law.listClaimsAt, ({ actor, query }) => claims.listAt(actor, query))
  serve(serving, law.readClaim, ({ actor, params }) => claims.read(actor, params.id))
  serveMoves(serving)
}

function serveMoves(serving: Serving): void {
  const present = ({ actor }: { actor: Actor }, id: string) => claims.read(actor, id)
  serve(serving, law.fileClaim, ({ actor, body }) => claims.file(actor, body), present)
  serve(
    serving,
    law.withdrawClaim,
    ({ actor, params, body }) => claims.withdraw(actor, { ...body, id: params.id }),
    present,
  )
  serve(
    serving,
    law.answerClaim,
    ({ actor, params, body }) => claims.answer(actor, { ...body, id: params.id }),
    present,
  )
  serve(
    serving,
    law.passClaim,
    ({ actor, params, body }) => claims.pass(actor, { ...body, id: params.id }),
    // It is the HR&SS office's by then.
    (_, id) => Promise.resolve({ id }),
  )
  serve(
    serving,
    law.acceptClaim,
    ({ actor, params, body }) => claims.accept(actor, { ...body, id: params.id }),
    present,
  )
  serve(
    serving,
    law.raiseClaim,
    ({ actor, params, body }) => claims.raise(actor, { ...body, id: params.id }),
    present,
  )
}
