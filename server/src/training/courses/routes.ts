import {
  closeCourse,
  copyCourses,
  createCourse,
  deleteCourse,
  editCourse,
  fileCourse,
  listCatalogue,
  listCourses,
  listFilings,
  publishCourse,
  readCatalogueCourse,
  readCourse,
  returnCourse,
  stopCourse,
  submitCourse,
  withdrawCourse,
} from '@xueshi/contract/training/courses'
import type { Actor } from '../../platform/actor.ts'
import { serve, type Serving } from '../../platform/http.ts'
import * as catalogue from '../catalogue/service.ts'
import * as filings from '../filings/service.ts'
import * as courses from './service.ts'

export function serveCourses(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => courses.read(actor, id)

  serve(serving, listCourses, ({ actor, query }) => courses.list(actor, query))
  serve(serving, createCourse, ({ actor, body }) => courses.create(actor, body), again)
  serve(serving, readCourse, ({ actor, params }) => courses.read(actor, params.id))
  serve(
    serving,
    editCourse,
    ({ actor, params, body }) => courses.edit(actor, params.id, body),
    again,
  )
  serve(serving, deleteCourse, ({ actor, params }) => courses.remove(actor, params.id))
  serve(serving, copyCourses, ({ actor, body }) => courses.copy(actor, body))
  serve(
    serving,
    submitCourse,
    ({ actor, params, body }) => courses.submit(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    withdrawCourse,
    ({ actor, params, body }) => courses.withdraw(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    publishCourse,
    ({ actor, params, body }) => courses.publish(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    closeCourse,
    ({ actor, params, body }) => courses.close(actor, { ...params, ...body }),
    again,
  )

  serve(serving, listFilings, ({ actor, query }) => filings.list(actor, query))
  serve(
    serving,
    fileCourse,
    ({ actor, params, body }) => filings.file(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    returnCourse,
    ({ actor, params, body }) => filings.giveBack(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    stopCourse,
    ({ actor, params, body }) => filings.stop(actor, { ...params, ...body }),
    again,
  )

  serve(serving, listCatalogue, ({ actor, query }) => catalogue.list(actor, query))
  serve(serving, readCatalogueCourse, ({ actor, params }) => catalogue.read(actor, params.id))
}
