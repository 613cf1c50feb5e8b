import * as law from '@xueshi/contract/training/course-sheets'
import { serve, type Serving } from '../../platform/http.ts'
import * as tasks from '../../tasks/service.ts'
import * as sheets from './service.ts'

/** 课程计划 by Excel. */
export function serveCourseSheets(serving: Serving): void {
  serve(
    serving,
    law.importCourses,
    ({ actor, body }) => sheets.beginImport(actor, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(
    serving,
    law.exportCourses,
    ({ actor, body }) => sheets.beginExport(actor, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(serving, law.courseTemplate, () => sheets.template())
}
