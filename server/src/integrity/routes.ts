import * as endpoints from '@xueshi/contract/integrity'
import { serve, type Serving } from '../platform/http.ts'
import * as decisions from './decisions/service.ts'
import * as evidence from './evidence/service.ts'
import * as cases from './service.ts'

export function serveIntegrity(app: Serving): void {
  serve(app, endpoints.listOwnCases, ({ actor, query }) => cases.listOwn(actor, query))
  serve(app, endpoints.listCases, ({ actor, query }) => cases.list(actor, query))
  serve(app, endpoints.readCase, ({ actor, params }) => cases.read(actor, params.id))
  serve(app, endpoints.searchSubjects, ({ actor, query }) => cases.searchSubjects(actor, query))
  serve(
    app,
    endpoints.createCase,
    ({ actor, body }) => cases.create(actor, body),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(
    app,
    endpoints.editCase,
    ({ actor, params, body }) => cases.edit(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(app, endpoints.deleteCase, ({ actor, params }) => cases.remove(actor, params.id))
  serve(
    app,
    endpoints.addCaseFile,
    ({ actor, params, body }) => evidence.add(actor, params.id, body),
    ({ actor }, id) => evidence.presentUpload(actor, id),
  )
  serve(app, endpoints.removeCaseFile, ({ actor, params }) =>
    evidence.remove(actor, params.id, params.fileId),
  )
  serve(
    app,
    endpoints.proposeCase,
    ({ actor, params, body }) => decisions.propose(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(
    app,
    endpoints.confirmCase,
    ({ actor, params, body }) => decisions.confirm(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(
    app,
    endpoints.returnCase,
    ({ actor, params, body }) => decisions.giveBack(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(
    app,
    endpoints.dismissCase,
    ({ actor, params, body }) => decisions.dismiss(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
  serve(
    app,
    endpoints.withdrawCase,
    ({ actor, params, body }) => decisions.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => cases.read(actor, id),
  )
}
