import * as law from '@xueshi/contract/orgs/accreditations'
import { serve, type Serving } from '../../platform/http.ts'
import * as accrediting from '../accrediting/service.ts'
import * as institutions from '../institutions/service.ts'
import * as accreditations from './service.ts'

export function serveAccreditations(serving: Serving): void {
  serve(serving, law.listInstitutions, ({ actor, query }) => institutions.list(actor, query))
  serveOwn(serving)
  serve(serving, law.listAccreditations, ({ actor, query }) => accrediting.list(actor, query))
  serve(serving, law.readAccreditation, ({ actor, params }) => accrediting.read(actor, params.id))
  serve(
    serving,
    law.passAccreditation,
    ({ actor, params, body }) => accrediting.pass(actor, { ...params, ...body }),
    ({ actor }, id) => accrediting.read(actor, id),
  )
  serve(
    serving,
    law.approveAccreditation,
    ({ actor, params, body }) => accrediting.approve(actor, { ...params, ...body }),
    ({ actor }, id) => accrediting.read(actor, id),
  )
  for (const [name, endpoint] of [
    ['return', law.returnAccreditation],
    ['refuse', law.refuseAccreditation],
    ['suspend', law.suspendAccreditation],
    ['lift', law.liftAccreditation],
    ['revoke', law.revokeAccreditation],
  ] as const)
    serve(
      serving,
      endpoint,
      ({ actor, params, body }) => accrediting.give(name)(actor, { ...params, ...body }),
      ({ actor }, id) => accrediting.read(actor, id),
    )
}

function serveOwn(serving: Serving): void {
  serve(serving, law.readOwnAccreditations, ({ actor }) => accreditations.listOwn(actor))
  serve(
    serving,
    law.applyForAccreditation,
    ({ actor, body }) => accreditations.apply(actor, body),
    ({ actor }, id) => accreditations.readOwn(actor, id),
  )
  serve(
    serving,
    law.resubmitAccreditation,
    ({ actor, params, body }) => accreditations.resubmit(actor, { ...params, ...body }),
    ({ actor }, id) => accreditations.readOwn(actor, id),
  )
  serve(
    serving,
    law.withdrawAccreditation,
    ({ actor, params, body }) => accreditations.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => accreditations.readOwn(actor, id),
  )
}
