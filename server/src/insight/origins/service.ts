import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import type { HourOrigin } from '@xueshi/contract/insight/origins'
import * as people from '../../people/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { fail } from '../../platform/refusal.ts'
import * as store from './store.ts'

const instant = (text: string) => new Date(text).toISOString()

/**
 * What stands behind an hour of a year that a platform reported or an office brought in: one's own, or of
 * somebody in the actor's scope. 404 outside it, and for what was declared or learned in a class.
 */
export async function read(actor: Actor, id: string): Promise<HourOrigin> {
  const me = signedIn(actor)
  const row = await store.findOrigin(me.platform.db, id)
  if (!row) return fail('NOT_FOUND')
  if (me.scope.kind !== 'own') await people.personWithin(me, row.personId)
  else if (me.scope.personId !== row.personId) fail('NOT_FOUND')
  const { item, reversedAt } = row
  return {
    id: row.id,
    personName: row.personName,
    year: row.year,
    category: row.category,
    name: item.name,
    form: learningFormLabel(row.form) ?? row.form,
    institution: item.institution,
    startOn: item.startOn,
    endOn: item.endOn,
    hoursTenths: row.hoursTenths,
    ruleSet: row.ruleSet,
    recognisedBy: item.recognisedBy,
    at: row.at.toISOString(),
    reversal: reversedAt && { at: reversedAt.toISOString(), reason: row.reversedWhy },
    reported: reportedOf(row),
    imported: importedOf(row, me.seat?.unitId),
  }
}

function reportedOf({ reported }: store.OriginRow): HourOrigin['reported'] {
  if (!reported) return null
  const { name, numberMasked, receivedAt, ...facts } = reported
  const whose = { personName: name, documentNumberMasked: numberMasked }
  return { ...facts, ...whose, receivedAt: instant(receivedAt) }
}

function importedOf(
  { imported, line, byName }: store.OriginRow,
  unitId: string | undefined,
): HourOrigin['imported'] {
  if (!imported) return null
  const { unitId: officeId, name, numberMasked, checkedAt, importedAt, ...facts } = imported
  return {
    ...facts,
    row: line,
    checkedAt: instant(checkedAt),
    importedBy: byName,
    importedAt: importedAt === null ? null : instant(importedAt),
    personName: name,
    documentNumberMasked: numberMasked,
    own: officeId === unitId,
  }
}
