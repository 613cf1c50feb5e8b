import * as law from '@xueshi/contract/declarations'
import { serve, type Serving } from '../../platform/http.ts'
import * as tasks from '../../tasks/service.ts'
import * as files from '../batch-files/service.ts'
import * as runs from '../batch-runs/service.ts'
import * as batches from './service.ts'

/** 批量申报. */
export function serveBatches(serving: Serving): void {
  serve(serving, law.listBatches, ({ actor, query }) => batches.list(actor, query))
  serve(
    serving,
    law.createBatch,
    ({ actor, body }) => batches.create(actor, body),
    ({ actor }, id) => batches.read(actor, id),
  )
  serve(serving, law.batchTemplate, () => runs.template())
  serve(serving, law.readBatch, ({ actor, params }) => batches.read(actor, params.id))
  serve(
    serving,
    law.editBatch,
    ({ actor, params, body }) => batches.edit(actor, params.id, body),
    ({ actor }, id) => batches.read(actor, id),
  )
  serve(serving, law.deleteBatch, ({ actor, params, body }) =>
    batches.remove(actor, params.id, body.version),
  )
  serve(
    serving,
    law.addBatchFile,
    ({ actor, params, body }) => files.addFile(actor, params.id, body),
    ({ actor }, id) => files.presentFileUpload(actor, id),
  )
  serve(serving, law.removeBatchFile, ({ actor, params }) =>
    files.removeFile(actor, params.id, params.fileId),
  )
  serve(
    serving,
    law.runBatch,
    ({ actor, params, body }) => runs.beginRun(actor, params.id, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(serving, law.listBatchRecords, ({ actor, params, query }) =>
    batches.listRecords(actor, params.id, query),
  )
}
