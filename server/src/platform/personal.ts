import { accountColumns } from './personal/accounts.ts'
import { certificateColumns } from './personal/certificates.ts'
import { caseColumns } from './personal/integrity.ts'
import { claimColumns } from './personal/insight.ts'
import { correctionColumns } from './personal/corrections.ts'
import { declarationColumns } from './personal/declarations.ts'
import { houseColumns } from './personal/house.ts'
import { ledgerColumns } from './personal/ledger.ts'
import { legacyColumns } from './personal/legacy.ts'
import { messageColumns } from './personal/messages.ts'
import { unitColumns } from './personal/orgs.ts'
import { personColumns } from './personal/people.ts'
import { trainingColumns } from './personal/training.ts'
import { taskColumns } from './personal/tasks.ts'
import type { Register } from './personal-columns.ts'

/**
 * The register of personal information (PIPL, art. 51 and 55): every column that says something of
 * a person, by table, with what it is for and how long it stays. Ids are no values: they lead here.
 */
export const personalColumns: Register = {
  ...accountColumns,
  ...unitColumns,
  ...personColumns,
  ...certificateColumns,
  ...trainingColumns,
  ...declarationColumns,
  ...caseColumns,
  ...correctionColumns,
  ...claimColumns,
  ...ledgerColumns,
  ...legacyColumns,
  ...taskColumns,
  ...messageColumns,
  ...houseColumns,
}
