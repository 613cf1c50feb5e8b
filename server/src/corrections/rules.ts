import { countries } from '@xueshi/contract/dictionaries/countries'
import { regionName } from '@xueshi/contract/dictionaries/guangdong'
import {
  CorrectionForm,
  type CorrectionFact,
  correctionIssues,
  type CorrectionObstacle,
} from '@xueshi/contract/corrections'
import { documentTypes, normaliseDocumentNumber } from '@xueshi/contract/document-number'
import type { Facts } from '@xueshi/contract/moves'
import * as z from 'zod/mini'
import type { SignedIn } from '../platform/actor.ts'
import type { CorrectionRow, OtherFacts } from './record/store.ts'
import type { ListedRow } from './store.ts'

/** What is asked for, as it is sealed: without what stands in columns. */
export const Asked = z.pick(CorrectionForm, {
  name: true,
  country: true,
  documentType: true,
  documentNumber: true,
  otherUserName: true,
})
export type Asked = z.infer<typeof Asked>

/** Who somebody is by their name and document. */
export const Identity = z.object({
  name: z.string(),
  documentType: z.enum(documentTypes),
  documentNumber: z.string(),
})
export type Identity = z.infer<typeof Identity>

/** What stood when it was corrected. */
export const Was = z.object({ before: Identity, other: z.nullable(Identity) })
export type Was = z.infer<typeof Was>

/** The fields of its kind, and null for those of the others. */
export function askedIn(form: CorrectionForm): Asked {
  const nothing = {
    name: null,
    country: null,
    documentType: null,
    documentNumber: null,
    otherUserName: null,
  }
  const { kind, name, country, documentType, documentNumber, otherUserName } = form
  if (kind === 'name') return { ...nothing, name }
  if (kind === 'merge') return { ...nothing, otherUserName: otherUserName?.trim() ?? null }
  return { ...nothing, country, documentType, documentNumber }
}

/** Field → why the form cannot be saved, from all that the server knows. */
export function savingIssues(
  form: CorrectionForm,
  holder: Identity,
  today: string,
): Record<string, string> {
  const { kind, name, country, documentType, documentNumber, regionCode } = form
  const isKnown = country === null || countries().some(({ code }) => code === country)
  const isSameNumber =
    documentType === holder.documentType &&
    normaliseDocumentNumber(documentType, documentNumber ?? '') === holder.documentNumber
  return {
    ...(kind === 'name' && name === holder.name && { name: 'SAME_AS_NOW' }),
    ...(kind === 'document' && isSameNumber && { documentNumber: 'SAME_AS_NOW' }),
    ...(!isKnown && { country: 'NOT_OFFERED' }),
    ...(regionCode !== null &&
      regionName(regionCode) === undefined && { regionCode: 'NOT_OFFERED' }),
    ...correctionIssues(form, today),
  }
}

/** The identity as it should be; null for a merger, after which the one that stays is as it was. */
export function identityAfter({ name, documentType, documentNumber }: Asked, before: Identity) {
  if (name !== null) return { ...before, name }
  if (documentType === null || documentNumber === null) return null
  const number = normaliseDocumentNumber(documentType, documentNumber)
  return { ...before, documentType, documentNumber: number }
}

/** What stands in the way of a merger. */
export function obstacleOf(other: OtherFacts | undefined): CorrectionObstacle | null {
  if (!other) return 'otherNotFound'
  if (other.state === 'disabled' || other.state === 'merged') return 'otherClosed'
  if (other.hasSeats) return 'otherHasSeats'
  // Nobody leaves a case behind by being somebody else.
  if (other.hasCases) return 'otherHasCases'
  // One person has one place in a class, and the hours of a course once.
  return other.sharesClasses ? 'sharesClasses' : null
}

export function factsOf(
  { scope, accountId }: SignedIn,
  row: CorrectionRow,
  obstacle: CorrectionObstacle | null,
): Facts<CorrectionFact> {
  return {
    own: scope.kind === 'own' && scope.personId === row.personId,
    complete: row.files.some(({ isReady }) => isReady),
    holds: scope.kind === 'region' && scope.unitId === row.officeUnitId,
    notSelf: row.personId !== accountId && row.otherId !== accountId,
    possible: obstacle === null,
  }
}

/** A line of a list. */
export const lineOf = (row: ListedRow) => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  officeName: row.officeName,
  createdAt: row.createdAt.toISOString(),
  submittedAt: row.submittedAt?.toISOString() ?? null,
  decidedAt: row.decidedAt?.toISOString() ?? null,
})
