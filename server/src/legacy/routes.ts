import * as law from '@xueshi/contract/legacy'
import type { Actor } from '../platform/actor.ts'
import { serve, type Serving } from '../platform/http.ts'
import * as tasks from '../tasks/service.ts'
import * as legacy from './service.ts'

/** 历史数据导入. */
export function serveLegacy(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => legacy.read(actor, id)
  serve(serving, law.listLegacyBatches, ({ actor, query }) => legacy.list(actor, query))
  serve(serving, law.readLegacyBatch, ({ actor, params }) => legacy.read(actor, params.id))
  serve(
    serving,
    law.openLegacyInput,
    ({ actor, body }) => legacy.openInput(actor, body),
    ({ actor }, id) => tasks.presentInput(actor, id),
  )
  serve(serving, law.checkLegacy, ({ actor, body }) => legacy.check(actor, body), again)
  serve(serving, law.listLegacyTotals, ({ actor, params, query }) =>
    legacy.listUnitTotals(actor, params.id, query),
  )
  serve(
    serving,
    law.keepLegacyControls,
    ({ actor, params, body }) => legacy.keepControls(actor, { ...params, ...body }),
    again,
  )
  serve(serving, law.listLegacyNear, ({ actor, params, query }) =>
    legacy.listNear(actor, params.id, query),
  )
  serve(serving, law.acceptLegacyNear, ({ actor, params }) => legacy.acceptNear(actor, params))
  serve(serving, law.refuseLegacyNear, ({ actor, params }) => legacy.refuseNear(actor, params))
  serve(serving, law.reopenLegacyNear, ({ actor, params }) => legacy.reopenNear(actor, params))
  serve(
    serving,
    law.takeBackLegacyNear,
    ({ actor, params, body }) => legacy.takeBackNear(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    law.commitLegacy,
    ({ actor, params, body }) => legacy.commit(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    law.undoLegacy,
    ({ actor, params, body }) => legacy.undo(actor, { ...params, ...body }),
    again,
  )
  serve(serving, law.readLegacyTemplate, () => legacy.template())
}
