import {
  applyForClass,
  evaluateClass,
  listEnrolments,
  listOpenClasses,
  listPublicClasses,
  readCalendar,
  readDraw,
  readEnrolment,
  readOpenClass,
  readPublicClass,
  signIn,
  withdrawEnrolment,
} from '@xueshi/contract/training/enrolments'
import {
  exportNominations,
  listCandidates,
  listNominations,
  nominate,
  recallNomination,
} from '@xueshi/contract/training/nominations'
import type { Actor } from '../../platform/actor.ts'
import { serve, type Serving } from '../../platform/http.ts'
import * as applying from '../applying/service.ts'
import * as attendance from '../attendance/service.ts'
import * as nominations from '../nominations/service.ts'
import * as openings from '../openings/service.ts'
import * as enrolments from './service.ts'

/** What people and employers do with classes. */
export function serveEnrolments(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => enrolments.read(actor, id)

  serve(serving, listPublicClasses, ({ actor, query }) => openings.listPublic(actor, query))
  serve(serving, readPublicClass, ({ actor, params }) => openings.readPublic(actor, params.id))
  serve(serving, readDraw, ({ actor, params }) => openings.readDraw(actor, params.id))
  serve(serving, listOpenClasses, ({ actor, query }) => openings.listOpen(actor, query))
  serve(serving, readOpenClass, ({ actor, params }) => openings.readOpen(actor, params.id))

  serve(serving, applyForClass, ({ actor, body }) => applying.apply(actor, body.classId), again)
  serve(serving, listEnrolments, ({ actor, query }) => enrolments.list(actor, query))
  serve(serving, readEnrolment, ({ actor, params }) => enrolments.read(actor, params.id))
  serve(
    serving,
    withdrawEnrolment,
    ({ actor, params, body }) => enrolments.withdraw(actor, { ...body, id: params.id }),
    again,
  )
  serve(serving, readCalendar, ({ actor, params }) => enrolments.calendar(actor, params.id))
  serve(
    serving,
    evaluateClass,
    ({ actor, params, body }) => enrolments.evaluate(actor, params.id, body),
    again,
  )
  serve(serving, signIn, ({ actor, body }) => attendance.signIn(actor, body))

  serve(serving, listCandidates, ({ actor, params, query }) =>
    nominations.candidates(actor, params.id, query),
  )
  serve(
    serving,
    nominate,
    ({ actor, params, body }) => nominations.nominate(actor, params.id, body.personIds),
    ({ actor, body }, id) => nominations.presentNominated(actor, id, body.personIds),
  )
  serve(serving, listNominations, ({ actor, query }) => nominations.list(actor, query))
  serve(serving, exportNominations, ({ actor, query }) => nominations.sheet(actor, query))
  serve(
    serving,
    recallNomination,
    ({ actor, params, body }) => nominations.recall(actor, { ...body, id: params.id }),
    ({ actor }, id) => nominations.read(actor, id),
  )
}
