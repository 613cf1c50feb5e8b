import type { Db } from '../../platform/database.ts'
import * as store from './store.ts'

/**
 * Records of an account that was merged are the other's, wherever they stand: drafts can be edited,
 * reviews go on, and what was recognised stays so. Their credits are for the ledger to move.
 */
export const moveToPerson = (
  tx: Db,
  { id, intoId }: { id: string; intoId: string },
): Promise<number> => store.moveAll(tx, id, intoId)
