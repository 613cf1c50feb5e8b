import type { ActorKind } from '@xueshi/contract/actor'
import { type Message, type Topic, topics } from '@xueshi/contract/messages'
import { paths, type FilingPortal, type OrganiserPortal, type ReviewPortal } from '../paths.ts'

/** Where a message leads in each portal whose readers have a page for it; `id` is the record's, where it was kept. */
type Pages = Readonly<Partial<Record<ActorKind, (id: string | null) => string>>>

/** The page of the record, or the list that it stands in where its id was not kept. */
const page = (list: () => string, one: (id: string) => string) => (id: string | null) =>
  id === null ? list() : one(id)

/** The same page in each of several portals. */
const inEach = <Kind extends ActorKind>(
  kinds: readonly Kind[],
  path: (kind: Kind, id: string | null) => string,
): Pages => Object.fromEntries(kinds.map((kind) => [kind, (id: string | null) => path(kind, id)]))

const everyone = [
  'individual',
  'employer',
  'institution',
  'industry',
  'hrss',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
] as const
const reviewing = ['employer', 'industry', 'hrss'] as const satisfies readonly ReviewPortal[]
const filing = ['industry', 'hrss'] as const satisfies readonly FilingPortal[]
const organising = ['institution', 'industry'] as const satisfies readonly OrganiserPortal[]
const staffed = ['employer', 'institution', 'industry', 'hrss'] as const
const signedUp = ['individual', ...staffed] as const

const nowhere: Pages = {}
const safety = inEach(everyone, (kind) => paths.security(kind))
const staffList = inEach(staffed, (kind) => paths.staff(kind))
const homes = inEach(staffed, (kind) => paths.portalHome(kind))
const taskList = inEach(signedUp, (kind) => paths.tasks(kind))
const review = inEach(reviewing, (kind, id) =>
  id === null ? paths.reviews(kind) : paths.review(kind, id),
)
const reviews = inEach(reviewing, (kind) => paths.reviews(kind))
const record: Pages = { individual: page(paths.declarations, paths.declaration) }
const enrolment: Pages = { individual: page(paths.enrolments, paths.enrolment) }
const exemption: Pages = { individual: page(paths.exemptions, paths.exemption) }
const correction: Pages = { individual: page(paths.corrections, paths.correction) }
const claim: Pages = { individual: page(paths.missingHours, paths.missingHoursClaim) }
const ownCase = inEach(['individual', 'employer', 'institution'], (kind, id) =>
  id === null ? paths.ownCases(kind) : paths.ownCase(kind, id),
)
const course = inEach(organising, (kind, id) =>
  id === null ? paths.courses(kind) : paths.course(kind, id),
)
const ownClass: Pages = { institution: page(paths.classes, paths.class) }
const nominations: Pages = { employer: page(paths.nominations, paths.nominate) }
const accreditation = inEach(['employer', 'institution'], (kind) => paths.ownAccreditation(kind))
const profile: Pages = { individual: paths.profile }
const employments: Pages = { individual: paths.employments }
const years: Pages = { individual: paths.years }
const credited: Pages = { individual: paths.recentYears }
const unit: Pages = { employer: paths.unit }
const subUnits: Pages = { employer: paths.subUnits }
const applicants: Pages = { employer: paths.people }
const staffPeople: Pages = { employer: paths.staffPeople }

/** A topic without a row does not compile: whoever adds one says where it leads, or that it leads nowhere. */
export const pages: Readonly<Record<Topic, Pages>> = {
  'task.done': taskList,
  'task.failed': taskList,

  'password.changed': safety,
  'phone.changed': safety,
  'email.changed': safety,
  'questions.changed': safety,
  'password.recovered': safety,
  'helpDesk.issued': safety,
  'secondFactor.on': safety,
  'secondFactor.off': safety,
  'recoveryCodes.renewed': safety,
  'recoveryCode.used': safety,

  'apiKey.blocked': { institution: paths.apiKeys },
  'unit.submitted': { hrss: page(paths.unitReviews, paths.unitReview) },
  'unit.approved': unit,
  'unit.returned': unit,
  'unit.rejected': nowhere,
  'unit.merged': nowhere,
  'unit.opened': profile,
  'unit.moved': employments,
  'unit.renamed': employments,
  'unit.ended': profile,
  'unit.fell': profile,
  'unit.changeAsked': { hrss: page(paths.unitChanges, paths.unitChange) },
  'unit.changed': unit,
  'unit.changeRefused': unit,
  'unit.corrected': unit,
  'unit.suspended': unit,
  'unit.lifted': unit,
  'unit.closed': nowhere,
  'unit.handedOver': homes,
  'unit.newManager': staffList,
  'unit.hosting': unit,
  'unit.hostingEnded': unit,
  'subUnit.asked': subUnits,
  'subUnit.accepted': unit,
  'subUnit.refused': unit,
  'subUnit.released': subUnits,
  'accreditation.applied': { hrss: page(paths.accreditations, paths.accreditation) },
  'accreditation.returned': accreditation,
  'accreditation.refused': accreditation,
  'accreditation.approved': accreditation,
  'accreditation.suspended': accreditation,
  'accreditation.lifted': accreditation,
  'accreditation.revoked': accreditation,
  'accreditation.ending': accreditation,
  'accreditation.expired': accreditation,
  'office.opened': homes,
  'staff.ended': nowhere,
  'staff.revoked': nowhere,
  'staff.level': staffList,
  'staff.left': staffList,
  'staff.invited': inEach(everyone, () => paths.invitations()),
  'staff.linked': nowhere,
  'staff.joined': staffList,
  'staff.declined': staffList,
  'deputy.named': staffList,
  'deputy.arranged': staffList,
  'deputy.ended': staffList,
  'join.applied': staffList,
  'join.accepted': homes,
  'join.refused': nowhere,

  'profile.submitted': applicants,
  'profile.confirmed': profile,
  'profile.returned': profile,
  'profile.unitRegistered': profile,
  'employment.applied': applicants,
  'employment.confirmed': employments,
  'employment.refused': employments,
  'employment.accepted': employments,
  'employment.moved': employments,
  'employment.ended': staffPeople,
  'employment.left': staffPeople,
  'employment.closed': employments,
  'employment.asked': profile,
  'transfer.asked': applicants,
  'transfer.cancelled': applicants,
  'transfer.objected': employments,
  'transfer.waiting': { hrss: () => paths.lookup('hrss') },
  'transfer.released': employments,
  'transfer.overruled': employments,
  'transfer.upheld': employments,
  'transfer.decided': applicants,

  'certificate.issued': years,
  'certificate.withdrawn': years,
  'certificate.reissued': years,
  'year.met': years,
  'year.rulesChanged': credited,
  'exemption.waiting': inEach(['employer', 'hrss'], (kind, id) =>
    id === null ? paths.exemptionReviews(kind) : paths.exemptionReview(kind, id),
  ),
  'exemption.overdue': inEach(['employer', 'hrss'], (kind) => paths.exemptionReviews(kind)),
  'exemption.lapsed': { employer: () => paths.exemptionReviews('employer') },
  'exemption.escalated': exemption,
  'exemption.returned': exemption,
  'exemption.refused': exemption,
  'exemption.granted': exemption,
  'exemption.revoked': exemption,

  'course.waiting': inEach(filing, (kind, id) =>
    id === null ? paths.filings(kind) : paths.filing(kind, id),
  ),
  'course.returned': course,
  'course.filed': course,
  'course.stopped': course,
  'completion.credited': credited,
  'completion.reversed': credited,
  'class.waiting': inEach(filing, (kind, id) =>
    id === null ? paths.classReviews(kind) : paths.classReview(kind, id),
  ),
  'class.approved': ownClass,
  'class.changed': inEach(filing, (kind, id) =>
    id === null ? paths.classReviews(kind) : paths.classReview(kind, id),
  ),
  'class.returned': ownClass,
  'class.courseStopped': ownClass,
  'class.keptEnding': nominations,
  'class.keptEnded': nominations,
  'enrolment.confirmed': enrolment,
  'enrolment.requeued': enrolment,
  'enrolment.unconfirmed': enrolment,
  'enrolment.promoted': enrolment,
  'enrolment.waitlisted': enrolment,
  'enrolment.displaced': enrolment,
  'enrolment.refused': enrolment,
  'enrolment.reconsidered': enrolment,
  'enrolment.nominated': enrolment,
  'enrolment.recalled': enrolment,
  'enrolment.lapsed': enrolment,
  'enrolment.changed': enrolment,
  'enrolment.cancelled': enrolment,
  'enrolment.message': enrolment,
  'enrolment.reminder': enrolment,
  'enrolment.completed': enrolment,
  'enrolment.failed': enrolment,
  'enrolment.notCredited': enrolment,
  'enrolment.revoked': enrolment,
  'enrolment.acknowledged': enrolment,

  'declaration.waiting': review,
  'declaration.batchWaiting': reviews,
  'declaration.overdue': reviews,
  'declaration.reviewDue': reviews,
  'declaration.lapsed': reviews,
  'declaration.appealed': review,
  'declaration.revokedOfUnit': review,
  'declaration.passed': record,
  'declaration.returned': record,
  'declaration.rejected': record,
  'declaration.recognised': record,
  'declaration.undone': record,
  'declaration.declaredFor': record,
  'declaration.escalated': record,
  'declaration.upheld': record,
  'declaration.granted': record,
  'declaration.revoked': record,
  'declaration.reinstated': record,

  'case.proposed': inEach(filing, (kind) => paths.cases(kind)),
  'case.inForce': ownCase,
  'case.withdrawn': ownCase,
  'case.expired': ownCase,
  'claim.waiting': inEach(staffed, (kind) => paths.claims(kind)),
  'claim.answered': claim,
  'claim.passed': claim,
  'claim.overdue': inEach(staffed, (kind) => paths.claims(kind)),
  'claim.lapsed': inEach(staffed, (kind) => paths.claims(kind)),
  'claim.escalated': claim,
  'correction.submitted': { hrss: page(paths.correctionReviews, paths.correctionReview) },
  'correction.named': safety,
  'correction.returned': correction,
  'correction.approved': correction,
  'correction.rejected': correction,
}

const isTopic = (topic: string): topic is Topic => Object.hasOwn(topics, topic)

/**
 * The page that a message is about, in the first of the reader's portals that has one; null where there
 * is none to go to. The inbox of a unit is read in its own portal alone, one's own in any.
 */
export function pageOfMessage(
  { topic, recordId }: Pick<Message, 'topic' | 'recordId'>,
  portals: readonly ActorKind[],
): string | null {
  if (!isTopic(topic)) return null
  const portal = portals.find((each) => pages[topic][each] !== undefined)
  return (portal && pages[topic][portal]?.(recordId)) ?? null
}
