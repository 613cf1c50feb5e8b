import {
  addEvidence,
  createDeclaration,
  deleteDeclarations,
  editDeclaration,
  listDeclarations,
  listReviews,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  removeEvidence,
  returnDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import type { Actor } from '../platform/actor.ts'
import { serve, type Serving } from '../platform/http.ts'
import * as declarations from './service.ts'

export function serveDeclarations(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => declarations.read(actor, id)

  serve(serving, listDeclarations, ({ actor, query }) => declarations.list(actor, query))
  serve(serving, createDeclaration, ({ actor, body }) => declarations.create(actor, body), again)
  serve(serving, readDeclaration, ({ actor, params }) => declarations.read(actor, params.id))
  serve(
    serving,
    editDeclaration,
    ({ actor, params, body }) => declarations.edit(actor, params.id, body),
    again,
  )
  serve(serving, deleteDeclarations, ({ actor, body }) => declarations.remove(actor, body.ids))
  serve(
    serving,
    submitDeclaration,
    ({ actor, params, body }) => declarations.submit(actor, params.id, body.version),
    again,
  )
  serve(
    serving,
    withdrawDeclaration,
    ({ actor, params, body }) => declarations.withdraw(actor, params.id, body.version),
    again,
  )

  serve(
    serving,
    addEvidence,
    ({ actor, params, body }) => declarations.addEvidence(actor, params.id, body),
    ({ actor }, id) => declarations.presentUpload(actor, id),
  )
  serve(serving, removeEvidence, ({ actor, params }) =>
    declarations.removeEvidence(actor, params.id, params.evidenceId),
  )

  serve(serving, listReviews, ({ actor, query }) => declarations.listReviews(actor, query))
  serve(
    serving,
    returnDeclaration,
    ({ actor, params, body }) => declarations.returnRecord(actor, params.id, body),
    again,
  )
  serve(
    serving,
    passDeclaration,
    ({ actor, params, body }) => declarations.pass(actor, params.id, body.version),
    again,
  )
  serve(
    serving,
    recogniseDeclaration,
    ({ actor, params, body }) => declarations.recognise(actor, params.id, body),
    again,
  )
  serve(
    serving,
    rejectDeclaration,
    ({ actor, params, body }) => declarations.reject(actor, params.id, body),
    again,
  )
}
