import type { BatchState } from '@xueshi/contract/declarations'
import { filePlaces } from '../../platform/file-places.ts'

/** The places of a unit's batches. */
export const places = filePlaces<BatchState>({
  files: 'declaration_batch_files',
  column: 'batch_id',
  records: 'declaration_batches',
  owner: 'unit_id',
})
