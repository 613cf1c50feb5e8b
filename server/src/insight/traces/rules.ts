import type { Holder, Trace, TraceCode } from '@xueshi/contract/insight/claims'
import type { CompletionRow, DeclarationRow, EnrolmentRow, ImportRow } from './store.ts'

/** A trace with the unit that holds it, which no page is told. */
export type Found = Omit<Trace, 'holder' | 'year'> & {
  holder: { office: Holder; unitId: string; name: string } | null
}

const holderOf = (
  office: Holder,
  { unitId, unitName }: { unitId: string | null; unitName: string | null },
) => (unitId === null ? null : { office, unitId, name: unitName ?? '' })

const byEnrolment: Record<EnrolmentRow['state'], TraceCode> = {
  applied: 'placeWaiting',
  waitlisted: 'placeWaiting',
  confirmed: 'classUnderWay',
  refused: 'notEnrolled',
  withdrawn: 'notEnrolled',
  completed: 'notFinished',
  failed: 'notPassed',
}

/** How far a class has come, by what its institution says of it. */
const isOver = ({ classState }: EnrolmentRow) =>
  classState === 'assessing' || classState === 'finished'
const isBegun = (row: EnrolmentRow) => row.classState === 'running' || isOver(row)

/** A class: held by its institution from its first day until its hours stand. `today` is Asia/Shanghai's day. */
export function ofEnrolment(row: EnrolmentRow, today: string): Found {
  const isToCome = row.startsOn > today && !isBegun(row)
  const code: TraceCode = row.credited
    ? 'credited'
    : row.takenBack
      ? 'takenBack'
      : row.state === 'confirmed' && isOver(row)
        ? 'notFinished'
        : row.state === 'confirmed' && isToCome
          ? 'classNotBegun'
          : byEnrolment[row.state]
  const isHeld = code !== 'credited' && code !== 'notEnrolled' && !isToCome
  return {
    source: 'class',
    recordId: row.id,
    name: row.name,
    organisation: row.organisation,
    hoursTenths: row.hoursTenths,
    code,
    startsOn: isToCome ? row.startsOn : null,
    holder: isHeld ? holderOf('institution', row) : null,
  }
}

const byDeclaration: Record<DeclarationRow['state'], TraceCode> = {
  draft: 'notSent',
  returned: 'returned',
  submitted: 'atEmployer',
  underReview: 'atOffice',
  recognised: 'credited',
  rejected: 'notRecognised',
  appealed: 'atOffice',
  revoked: 'takenBack',
}
const offices: Readonly<Record<string, Holder>> = {
  employer: 'employer',
  industry: 'industry',
  hrss: 'hrss',
}

/** A declaration: held by the office at which it waits, and by nobody while it is the person's turn. */
export function ofDeclaration(row: DeclarationRow): Found {
  const office = offices[row.office ?? '']
  return {
    source: 'declaration',
    recordId: row.id,
    name: row.name,
    organisation: row.organisation,
    hoursTenths: row.hoursTenths,
    code: byDeclaration[row.state],
    startsOn: null,
    holder: office ? holderOf(office, row) : null,
  }
}

const byCompletion: Record<CompletionRow['state'], TraceCode> = {
  credited: 'credited',
  unmatched: 'unmatched',
  refused: 'refused',
  reversed: 'takenBack',
}

/** An online course: held by the unit whose platform reported it. */
export function ofCompletion(row: CompletionRow): Found {
  const isBefore = row.reason === 'CREDITED_BEFORE'
  const code = isBefore ? 'credited' : byCompletion[row.state]
  return {
    source: 'platform',
    recordId: row.id,
    name: row.name === '' ? row.organisation : row.name,
    organisation: row.organisation,
    hoursTenths: row.hoursTenths,
    code,
    startsOn: null,
    holder: code === 'credited' ? null : holderOf('institution', row),
  }
}

const byImport: Record<ImportRow['state'], TraceCode> = {
  committed: 'credited',
  takenBack: 'takenBack',
  near: 'importUnmatched',
  waiting: 'importWaiting',
}

/** Past years: held by the office that brings them in, until they stand. */
export function ofImport(row: ImportRow): Found {
  const code = byImport[row.state]
  return {
    source: 'import',
    recordId: row.id,
    name: row.items > 1 ? `${row.name} 等 ${row.items} 项` : row.name,
    organisation: row.organisation,
    hoursTenths: row.hoursTenths,
    code,
    startsOn: null,
    holder: code === 'credited' ? null : holderOf('hrss', row),
  }
}
