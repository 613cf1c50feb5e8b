import * as law from '@xueshi/contract/training/completions'
import { serve, type Serving } from '../../platform/http.ts'
import * as records from '../completion-records/service.ts'
import * as completions from './service.ts'

/** What online platforms report, and what their units see of it. */
export function serveCompletions(serving: Serving): void {
  serve(
    serving,
    law.reportCompletions,
    async ({ actor, body }) => records.readBatch(actor, await completions.report(actor, body)),
    ({ actor }, id) => records.readBatch(actor, id),
  )
  serve(serving, law.readBatch, ({ actor, params }) => records.readBatch(actor, params.id))
  serve(serving, law.findCompletion, ({ actor, query }) => records.findByReference(actor, query))
  serve(serving, law.listReportable, ({ actor, query }) => records.listSubjects(actor, query))
  serve(serving, law.listOwnReportable, ({ actor, query }) => records.listSubjects(actor, query))
  serve(serving, law.listCompletions, ({ actor, query }) => records.list(actor, query))
  serve(serving, law.listBatches, ({ actor, query }) => records.listBatches(actor, query))
  serve(
    serving,
    law.rematchCompletion,
    ({ actor, params, body }) => records.rematch(actor, { ...params, ...body }),
    ({ actor }, id) => records.read(actor, id),
  )
  serve(
    serving,
    law.reverseCompletion,
    ({ actor, params, body }) => records.reverse(actor, { ...params, ...body }),
    ({ actor }, id) => records.read(actor, id),
  )
}
