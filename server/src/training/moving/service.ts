import type { Db } from '../../platform/database.ts'
import * as store from './store.ts'

/**
 * Places in classes, results and what platforms reported of an account that was merged are the
 * other's: a class that is not over credits whoever stays. Called before the ledger moves credits, so
 * that those of a class that is finished at this moment are among them.
 */
export const moveToPerson = (
  tx: Db,
  { id, intoId }: { id: string; intoId: string },
): Promise<number> => store.moveAll(tx, id, intoId)
