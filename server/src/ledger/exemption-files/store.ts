import type { ExemptionState } from '@xueshi/contract/ledger'
import { filePlaces } from '../../platform/file-places.ts'

/** The places of people's applications. */
export const places = filePlaces<ExemptionState>({
  files: 'exemption_files',
  column: 'exemption_id',
  records: 'exemptions',
  owner: 'person_id',
})
