import {
  listLegacyBatches,
  listLegacyNear,
  listLegacyTotals,
  readLegacyBatch,
} from '@xueshi/contract/legacy'
import { listTasks } from '@xueshi/contract/tasks'

/** What is read anew once something of a batch has changed. */
export const legacyReads = [
  readLegacyBatch,
  listLegacyBatches,
  listLegacyTotals,
  listLegacyNear,
  listTasks,
]

/** What stands otherwise once the task of a batch is over. */
export const endedReads = [readLegacyBatch, listLegacyNear]
