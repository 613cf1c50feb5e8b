import { addScan, listScans, removeScan } from '@xueshi/contract/training/attendance-scans'
import { serve, type Serving } from '../../platform/http.ts'
import * as scans from './service.ts'

/** Scans of signed sheets. */
export function serveAttendanceScans(serving: Serving): void {
  serve(serving, listScans, ({ actor, params, query }) => scans.list(actor, params.id, query))
  serve(
    serving,
    addScan,
    ({ actor, params, body }) => scans.add(actor, params, body),
    ({ actor }, id) => scans.presentPlace(actor, id),
  )
  serve(serving, removeScan, ({ actor, params }) => scans.remove(actor, params))
}
