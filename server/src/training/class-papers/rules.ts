import { titleLevelLabel, titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Organisation } from '@xueshi/contract/training/classes'
import { clockIn, todayIn } from '@xueshi/contract/year'
import type { Print } from '../../platform/printing.ts'
import type { PrintedClass, PrintedSession, RosterRow } from './store.ts'

const templateOf = (name: 'roster' | 'sign-in-sheet' | 'notice') =>
  new URL(`./${name}.typ`, import.meta.url)

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const
const organisations: Record<Organisation, string> = {
  online: '网络培训',
  faceToFace: '面授',
  mixed: '混合',
}

/** 2026-07-11 周六 09:00—12:00, as clocks in Asia/Shanghai show it. */
export function timeText({ startsAt, endsAt }: Pick<PrintedSession, 'startsAt' | 'endsAt'>) {
  const day = todayIn(startsAt)
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
  return `${day} ${weekday} ${clockIn(startsAt)}—${clockIn(endsAt)}`
}

const sessionFacts = (session: PrintedSession, held: PrintedClass) => ({
  time: timeText(session),
  subject: session.subject ?? held.courseName,
  teacher: session.teacher ?? held.teacher,
  place: session.online ? '线上' : (session.place ?? held.place),
})

const personFacts = ({ number, name, unitName, series, titleLevel }: RosterRow) => ({
  number,
  name,
  unitName,
  series: titleSeriesLabel(series) ?? series,
  level: titleLevel === 'none' ? '未评职称' : (titleLevelLabel(titleLevel) ?? titleLevel),
})

const headOf = ({ name, courseName, institutionName, startsOn, endsOn }: PrintedClass) => ({
  name,
  courseName,
  institutionName,
  startsOn,
  endsOn,
})

/** 学员名册, as of the day. */
export const rosterPrint = (
  held: PrintedClass,
  rows: readonly RosterRow[],
  printedOn: string,
): Print => ({
  template: templateOf('roster'),
  facts: {
    ...headOf(held),
    headTeacher: held.headTeacher,
    printedOn,
    people: rows.map(personFacts),
  },
})

/** 签到表 of one session. */
export const signInPrint = (
  held: PrintedClass,
  { session, rows }: { session: PrintedSession; rows: readonly RosterRow[] },
  printedOn: string,
): Print => ({
  template: templateOf('sign-in-sheet'),
  facts: {
    ...headOf(held),
    printedOn,
    session: sessionFacts(session, held),
    people: rows.map(personFacts),
  },
})

/** 开班通知. */
export const noticePrint = (
  held: PrintedClass,
  sessions: readonly PrintedSession[],
  printedOn: string,
): Print => ({
  template: templateOf('notice'),
  facts: {
    ...held,
    organisation: organisations[held.organisation],
    printedOn,
    sessions: sessions.map((session) => sessionFacts(session, held)),
  },
})
