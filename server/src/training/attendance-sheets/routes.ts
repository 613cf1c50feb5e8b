import { attendanceSheet, importAttendance } from '@xueshi/contract/training/attendance-sheets'
import { serve, type Serving } from '../../platform/http.ts'
import * as tasks from '../../tasks/service.ts'
import * as sheets from './service.ts'

/** 签到表 by Excel. */
export function serveAttendanceSheets(serving: Serving): void {
  serve(serving, attendanceSheet, ({ actor, params }) => sheets.download(actor, params))
  serve(
    serving,
    importAttendance,
    ({ actor, params, body }) => sheets.beginImport(actor, params, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
}
