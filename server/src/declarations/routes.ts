import {
  addEvidence,
  appealDeclaration,
  bulkReview,
  createDeclaration,
  deleteDeclarations,
  editDeclaration,
  findRecords,
  grantDeclaration,
  listDecided,
  listDeclarations,
  listReviews,
  orderEvidence,
  passDeclaration,
  readDeclaration,
  readQueue,
  recogniseDeclaration,
  reinstateDeclaration,
  rejectDeclaration,
  removeEvidence,
  resumeEvidence,
  returnDeclaration,
  revokeDeclaration,
  submitDeclaration,
  undoDecision,
  upholdDeclaration,
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
  serve(serving, resumeEvidence, ({ actor, params }) =>
    declarations.resumeEvidence(actor, params.id, params.evidenceId),
  )
  serve(serving, orderEvidence, ({ actor, params, body }) =>
    declarations.orderEvidence(actor, params.id, body),
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
  serve(
    serving,
    undoDecision,
    ({ actor, params, body }) => declarations.undo(actor, params.id, body.version),
    again,
  )
  // What was done of it is found by the keys of its records, so it is simply asked again.
  serve(serving, bulkReview, ({ actor, body }) => declarations.reviewTogether(actor, body), never)
  serve(serving, readQueue, ({ actor }) => declarations.readQueue(actor))
  serve(serving, listDecided, ({ actor, query }) => declarations.listDecided(actor, query))
  serve(serving, findRecords, ({ actor, query }) => declarations.findRecords(actor, query))

  serve(
    serving,
    appealDeclaration,
    ({ actor, params, body }) => declarations.appeal(actor, params.id, body),
    again,
  )
  serve(
    serving,
    upholdDeclaration,
    ({ actor, params, body }) => declarations.uphold(actor, params.id, body),
    again,
  )
  serve(
    serving,
    grantDeclaration,
    ({ actor, params, body }) => declarations.grant(actor, params.id, body),
    again,
  )
  serve(
    serving,
    revokeDeclaration,
    ({ actor, params, body }) => declarations.revoke(actor, params.id, body),
    again,
  )
  serve(
    serving,
    reinstateDeclaration,
    ({ actor, params, body }) => declarations.reinstate(actor, params.id, body),
    again,
  )
}

/** Its records' keys are looked at one by one: the request's own stands for nothing. */
const never = (): never => {
  throw new Error('the key of a request for many records was taken for one act')
}
