import {
  approveClass,
  cancelClass,
  changeClass,
  copyClass,
  createClass,
  deleteClass,
  drawClass,
  editClass,
  listClasses,
  listClassReviews,
  listCourseChoices,
  messageClass,
  moveClass,
  previewResize,
  readClass,
  resizeClass,
  returnClass,
  setPromotion,
  submitClass,
} from '@xueshi/contract/training/classes'
import type { Actor } from '../../platform/actor.ts'
import { serve, type Serving } from '../../platform/http.ts'
import * as authoring from '../authoring/service.ts'
import * as classReviews from '../class-reviews/service.ts'
import * as lifecycle from '../lifecycle/service.ts'
import * as places from '../places/service.ts'
import * as resizing from '../resizing/service.ts'
import * as classes from './service.ts'

export function serveClasses(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => classes.read(actor, id)

  serve(serving, listCourseChoices, ({ actor, query }) => classes.listChoices(actor, query))
  serve(serving, listClasses, ({ actor, query }) => classes.list(actor, query))
  serve(serving, createClass, ({ actor, body }) => authoring.create(actor, body), again)
  serve(serving, readClass, ({ actor, params }) => classes.read(actor, params.id))
  serve(
    serving,
    editClass,
    ({ actor, params, body }) => authoring.edit(actor, params.id, body),
    again,
  )
  serve(serving, deleteClass, ({ actor, params }) => authoring.remove(actor, params.id))
  serve(
    serving,
    changeClass,
    ({ actor, params, body }) => authoring.change(actor, params.id, body),
    again,
  )
  serve(
    serving,
    copyClass,
    ({ actor, params, body }) => authoring.copy(actor, params.id, body.startsOn),
    again,
  )

  serve(
    serving,
    submitClass,
    ({ actor, params, body }) => lifecycle.submit(actor, { ...body, id: params.id }),
    again,
  )
  serve(
    serving,
    moveClass,
    ({ actor, params, body }) => lifecycle.move(actor, { ...body, id: params.id }),
    again,
  )
  serve(
    serving,
    cancelClass,
    ({ actor, params, body }) => lifecycle.cancel(actor, { ...body, id: params.id }),
    again,
  )
  serve(
    serving,
    messageClass,
    ({ actor, params, body }) => lifecycle.message(actor, params.id, body),
    again,
  )
  serve(serving, listClassReviews, ({ actor, query }) => classReviews.list(actor, query))
  serve(
    serving,
    approveClass,
    ({ actor, params, body }) => lifecycle.approve(actor, { ...body, id: params.id }),
    again,
  )
  serve(
    serving,
    returnClass,
    ({ actor, params, body }) => lifecycle.giveBack(actor, { ...body, id: params.id }),
    again,
  )

  serve(serving, previewResize, ({ actor, params, body }) =>
    resizing.preview(actor, params.id, body),
  )
  serve(
    serving,
    resizeClass,
    ({ actor, params, body }) => resizing.resize(actor, params.id, body),
    again,
  )
  serve(
    serving,
    setPromotion,
    ({ actor, params, body }) => places.setPromotion(actor, params.id, body),
    again,
  )
  serve(
    serving,
    drawClass,
    ({ actor, params, body }) => places.draw(actor, params.id, body.version),
    again,
  )
}
