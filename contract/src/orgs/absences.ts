import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import { ById, Day, Done, Id } from '../shapes.ts'
import { daysInclusive } from '../year.ts'
import { staffed } from './staff.ts'

/** A deputy for longer than this is a colleague who should have the seat. */
export const longestAbsenceDays = 180

/** 代办: whose seat is empty, who stands in, and on which days of Asia/Shanghai, both ends counted. */
export const AbsenceForm = z.object({
  seatId: Id,
  deputySeatId: Id,
  fromOn: Day,
  toOn: Day,
})
export type AbsenceForm = z.infer<typeof AbsenceForm>

/** What the shape alone cannot say: field → issue code. `today` is Asia/Shanghai's day. */
export function absenceIssues(
  { seatId, deputySeatId, fromOn, toOn }: Part<AbsenceForm>,
  today: string,
): Record<string, string> {
  const days = fromOn && toOn ? daysInclusive(fromOn, toOn) : 1
  return {
    ...(deputySeatId && deputySeatId === seatId && { deputySeatId: 'DEPUTY_SELF' }),
    ...(fromOn && fromOn < today && { fromOn: 'DATE_PAST' }),
    ...(days < 1 && { toOn: 'DATES_REVERSED' }),
    ...(days > longestAbsenceDays && { toOn: 'ABSENCE_TOO_LONG' }),
  }
}

export const Absence = z.object({
  id: Id,
  seatId: Id,
  name: z.string(),
  deputySeatId: Id,
  deputyName: z.string(),
  fromOn: Day,
  toOn: Day,
  /** Whether the deputy stands in today. */
  isNow: z.boolean(),
  /** Whose it is: the actor is away, stands in, or neither. */
  own: z.nullable(z.enum(['away', 'deputy'])),
  open: z.array(z.enum(['end'])),
})
export type Absence = z.infer<typeof Absence>

/** Who is away from the office, now or later, and who stands in; both see it, and so do their colleagues. */
export const listAbsences = endpoint('GET /absences', {
  summary: '代办安排',
  by: staffed,
  repeat: 'natural',
  reply: z.object({ items: z.array(Absence) }),
})

/** One names a colleague for oneself; a manager does so for anybody. Both are told. */
export const nameDeputy = endpoint('POST /absences', {
  summary: '指定代办人',
  by: staffed,
  repeat: 'key',
  body: AbsenceForm,
  reply: Absence,
})

/** Back sooner: the deputy stands in no longer. */
export const endAbsence = endpoint('POST /absences/:id/end', {
  summary: '结束代办',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: Done,
  errors: ['NOT_FOUND'],
})
