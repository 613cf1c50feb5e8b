import {
  correctResult,
  finishClass,
  listAttendance,
  listResults,
  listSessions,
  markAttendance,
  previewFinish,
  readSignInCodes,
  saveResults,
} from '@xueshi/contract/training/attendance'
import {
  confirmInOrder,
  decideEnrolments,
  listTrainees,
  readEvaluations,
  readTrainee,
} from '@xueshi/contract/training/confirmations'
import { serve, type Serving } from '../../platform/http.ts'
import * as attendance from '../attendance/service.ts'
import * as filling from '../filling/service.ts'
import * as results from '../results/service.ts'
import * as confirming from './service.ts'

/** What an institution does with those who applied. */
export function serveTrainees(serving: Serving): void {
  serve(serving, listTrainees, ({ actor, params, query }) =>
    confirming.list(actor, params.id, query),
  )
  serve(serving, readTrainee, ({ actor, params }) =>
    confirming.readFile(actor, params.id, params.enrolmentId),
  )
  serve(
    serving,
    decideEnrolments,
    ({ actor, params, body }) => confirming.decide(actor, params.id, body),
    ({ actor }, id) => confirming.presentOutcome(actor, id),
  )
  serve(
    serving,
    confirmInOrder,
    ({ actor, params }) => filling.confirmInOrder(actor, params.id),
    ({ actor }, id) => confirming.presentOutcome(actor, id),
  )
  serve(serving, readEvaluations, ({ actor, params }) => confirming.evaluations(actor, params.id))

  serve(serving, listSessions, ({ actor, params }) => attendance.sessions(actor, params.id))
  serve(serving, listAttendance, ({ actor, params, query }) =>
    attendance.list(actor, params, query),
  )
  serve(serving, markAttendance, ({ actor, params, body }) => attendance.mark(actor, params, body))
  serve(serving, readSignInCodes, ({ actor, params }) => attendance.codes(actor, params))

  serve(serving, listResults, ({ actor, params, query }) => results.list(actor, params.id, query))
  serve(serving, saveResults, ({ actor, params, body }) => results.save(actor, params.id, body))
  serve(serving, previewFinish, ({ actor, params }) => results.preview(actor, params.id))
  serve(
    serving,
    finishClass,
    ({ actor, params, body }) => results.finish(actor, params.id, body),
    ({ actor }, id) => results.presentFinished(actor, id),
  )
  serve(
    serving,
    correctResult,
    ({ actor, params, body }) => results.correct(actor, params, body),
    ({ actor, params }) => results.readJudged(actor, params),
  )
}
