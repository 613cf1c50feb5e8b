import type { ActorKind } from '@xueshi/contract/actor'
import type { Message } from '@xueshi/contract/messages'
import { paths } from '../paths.ts'

/** The page that a message is about, for whoever reads it; null where there is none to go to. */
export function pageOfMessage(
  { topic, recordId }: Message,
  portal: ActorKind | null,
): string | null {
  const [about] = topic.split('.')
  if (topic === 'declaration.waiting')
    return portal === 'employer' || portal === 'industry' || portal === 'hrss'
      ? paths.reviews(portal)
      : null
  if (topic === 'class.waiting')
    return portal === 'industry' || portal === 'hrss' ? paths.classReviews(portal) : null
  if (topic === 'exemption.waiting')
    return portal === 'employer' || portal === 'hrss' ? paths.exemptionReviews(portal) : null
  if (topic === 'profile.submitted') return paths.people()
  if (topic === 'staff.invited') return paths.invitations()
  if (topic === 'claim.waiting') return portal ? paths.claims(portal) : null
  if (about === 'claim')
    return recordId === null ? paths.missingHours() : paths.missingHoursClaim(recordId)
  if (topic === 'case.proposed') return portal ? paths.cases(portal) : null
  if (topic === 'correction.submitted')
    return recordId === null ? paths.correctionReviews() : paths.correctionReview(recordId)
  if (topic === 'correction.named') return null
  if (about === 'task') return portal === null ? null : paths.tasks(portal)
  switch (about) {
    case 'case':
      return portal ? paths.ownCases(portal) : null
    case 'correction':
      return recordId === null ? paths.corrections() : paths.correction(recordId)
    case 'declaration':
      return recordId === null ? paths.declarations() : paths.declaration(recordId)
    case 'class':
      return recordId === null ? paths.classes() : paths.class(recordId)
    case 'enrolment':
      return recordId === null ? paths.enrolments() : paths.enrolment(recordId)
    case 'exemption':
      return recordId === null ? paths.exemptions() : paths.exemption(recordId)
    case 'profile':
      return paths.profile()
    case 'year':
    case 'certificate':
      return paths.years()
    default:
      return null
  }
}
