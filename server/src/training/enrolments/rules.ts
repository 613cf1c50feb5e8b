import type { ActorKind } from '@xueshi/contract/actor'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import { classMoves, type ClassState, type Confirmation } from '@xueshi/contract/training/classes'
import {
  type EnrolmentFact,
  enrolmentMoves,
  type EnrolmentState,
  type Mark,
} from '@xueshi/contract/training/enrolments'

/** Marks that count as having been there; who comes late has come. */
export const cameMarks: readonly Mark[] = ['present', 'late']

export type Standing = {
  classState: ClassState
  startsAt: Date
  confirmation: Confirmation
  drawnAt: Date | null
  sessions: readonly { mark: Mark | null }[]
  evaluated: boolean
}

/** What the table of moves asks of an enrolment; of whose it is, the caller says. */
export function moveFacts(
  row: Standing,
  now: Date,
  { own, notSelf, nominated = false }: { own: boolean; notSelf: boolean; nominated?: boolean } = {
    own: true,
    notSelf: false,
  },
): Facts<EnrolmentFact> {
  const { classState, startsAt, confirmation, drawnAt, sessions, evaluated } = row
  const isUndecided = confirmation === 'hand' || (confirmation === 'draw' && drawnAt === null)
  const isOver = classState === 'assessing' || classState === 'finished'
  const came = sessions.some(({ mark }) => mark !== null && cameMarks.includes(mark))
  return {
    own,
    notSelf,
    nominated,
    beforeStart: classMoves.resize.from.some((state) => state === classState) && now < startsAt,
    byHand: confirmation === 'hand',
    undecided: isUndecided,
    ordered: !isUndecided,
    // A class without sessions is open at any hour; whoever has a result was there.
    attended: isOver && (came || sessions.length === 0),
    unjudged: !evaluated,
  }
}

export const openFor = (
  state: EnrolmentState,
  facts: Facts<EnrolmentFact>,
  kind: ActorKind = 'individual',
) => openMoves(enrolmentMoves, state, kind, facts)

/** A line of a calendar file, folded at 75 octets (RFC 5545 §3.1). */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}

const escaped = (text: string) =>
  text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, '\\n')
const stamp = (instant: Date) => instant.toISOString().replace(/[-:]|\.\d{3}/g, '')

export type CalendarClass = {
  id: string
  className: string
  place: string
  contactName: string
  contactPhone: string
  startsOn: string
  endsOn: string
  sessions: readonly {
    id: string
    startsAt: Date
    endsAt: Date
    place: string | null
    online: boolean
    teacher: string | null
  }[]
}

/**
 * The class as a calendar file (RFC 5545): an event for each session with an alarm the day before; without
 * sessions one event over its days. Times are UTC, so no table of time zones is needed.
 */
export function calendarOf(one: CalendarClass, now: Date): string {
  const { className, place, contactName, contactPhone, sessions, startsOn, endsOn } = one
  const event = (id: string, times: string[], where: string, more: string) => [
    'BEGIN:VEVENT',
    `UID:${id}@xueshi`,
    `DTSTAMP:${stamp(now)}`,
    ...times,
    `SUMMARY:${escaped(className)}`,
    `LOCATION:${escaped(where)}`,
    `DESCRIPTION:${escaped(`${more}联系人：${contactName} ${contactPhone}`)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(className)}`,
    'TRIGGER:-P1D',
    'END:VALARM',
    'END:VEVENT',
  ]
  const day = (text: string) => text.replaceAll('-', '')
  const dayAfter = new Date(Date.parse(endsOn) + 86_400_000).toISOString().slice(0, 10)
  const wholeClass = event(
    one.id,
    [`DTSTART;VALUE=DATE:${day(startsOn)}`, `DTEND;VALUE=DATE:${day(dayAfter)}`],
    place,
    '',
  )
  const events = sessions.flatMap((session) =>
    event(
      session.id,
      [`DTSTART:${stamp(session.startsAt)}`, `DTEND:${stamp(session.endsAt)}`],
      session.online ? '线上' : (session.place ?? place),
      session.teacher === null ? '' : `授课：${session.teacher}\n`,
    ),
  )
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xueshi//Training//ZH',
    'CALSCALE:GREGORIAN',
    ...(sessions.length > 0 ? events : wholeClass),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}
