import * as law from '@xueshi/contract/corrections'
import * as reviews from '@xueshi/contract/corrections/reviews'
import { serve, type Serving } from '../platform/http.ts'
import * as corrections from './service.ts'

export function serveCorrections(serving: Serving): void {
  serve(serving, law.listCorrections, ({ actor, query }) => corrections.list(actor, query.after))
  serve(
    serving,
    law.createCorrection,
    ({ actor, body }) => corrections.create(actor, body.form),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(serving, law.readCorrection, ({ actor, params }) => corrections.read(actor, params.id))
  serve(serving, law.saveCorrection, ({ actor, params, body }) =>
    corrections.save(actor, { ...params, ...body }),
  )
  serve(
    serving,
    law.submitCorrection,
    ({ actor, params, body }) => corrections.submit(actor, { ...params, ...body }),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(
    serving,
    law.withdrawCorrection,
    ({ actor, params, body }) => corrections.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(
    serving,
    law.addCorrectionFile,
    ({ actor, params, body }) => corrections.addFile(actor, params.id, body),
    ({ actor }, id) => corrections.presentUpload(actor, id),
  )
  serve(serving, law.removeCorrectionFile, ({ actor, params }) =>
    corrections.removeFile(actor, params.id, params.fileId),
  )
  serveReviews(serving)
}

function serveReviews(serving: Serving): void {
  serve(serving, reviews.listCorrectionReviews, ({ actor, query }) =>
    corrections.listReviews(actor, query),
  )
  serve(
    serving,
    reviews.returnCorrection,
    ({ actor, params, body }) => corrections.giveBack(actor, { ...params, ...body }),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(
    serving,
    reviews.approveCorrection,
    ({ actor, params, body }) => corrections.approve(actor, { ...params, ...body }),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(
    serving,
    reviews.rejectCorrection,
    ({ actor, params, body }) => corrections.reject(actor, { ...params, ...body }),
    ({ actor }, id) => corrections.read(actor, id),
  )
  serve(serving, reviews.revealCorrection, ({ actor, params, body }) =>
    corrections.reveal(actor, params.id, body.reason),
  )
}
