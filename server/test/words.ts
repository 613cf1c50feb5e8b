import { accountStates, CaptchaKind } from '@xueshi/contract/accounts'
import { auditCheckStates } from '@xueshi/contract/administration/audit'
import { contacts } from '@xueshi/contract/accounts/contacts'
import { flowMoves, flowStates } from '@xueshi/contract/accounts/recovery'
import { actorKinds, reviewers, seatLevels } from '@xueshi/contract/actor'
import {
  certificateMoves,
  certificateStates,
  verificationWays,
} from '@xueshi/contract/certificates'
import { templateMoves, templateStates } from '@xueshi/contract/certificates/templates'
import {
  correctionActs,
  correctionKinds,
  correctionMoves,
  correctionStates,
} from '@xueshi/contract/corrections'
import {
  batchMoves,
  batchStates,
  declarationActs,
  declarationMoves,
  declarationStates,
  Evidence,
  stepPurposes,
  stepStates,
} from '@xueshi/contract/declarations'
import {
  categories,
  certifyWays,
  exemptionActs,
  exemptionKinds,
  exemptionMoves,
  exemptionStates,
  ruleSetMoves,
  ruleSetStates,
  yearMoves,
  yearStates,
} from '@xueshi/contract/ledger'
import {
  runMoves,
  runOutcomes,
  runStates,
  undoOutcomes,
} from '@xueshi/contract/ledger/certification-runs'
import {
  claimActs,
  claimKinds,
  claimMoves,
  claimOutcomes,
  claimStates,
  holders,
  traceSources,
} from '@xueshi/contract/insight/claims'
import {
  legacyMoves,
  legacyStates,
  nearMoves,
  nearReasons,
  nearStates,
} from '@xueshi/contract/legacy'
import { caseActs, caseMoves, caseStates, subjectKinds } from '@xueshi/contract/integrity'
import type { Move } from '@xueshi/contract/moves'
import { restrictionKinds } from '@xueshi/contract/restrictions'
import { settingParts } from '@xueshi/contract/settings'
import { channels } from '@xueshi/contract/messages'
import { capabilities, unitStates } from '@xueshi/contract/orgs'
import { invitationMoves, invitationStates } from '@xueshi/contract/orgs/invitations'
import { keyMoves, keyStates } from '@xueshi/contract/orgs/keys'
import { staffed } from '@xueshi/contract/orgs/staff'
import { accreditationMoves, accreditationStates } from '@xueshi/contract/orgs/accreditations'
import { changeMoves, changeStates } from '@xueshi/contract/orgs/changes'
import { joinStates } from '@xueshi/contract/orgs/joins'
import { paperPurposes } from '@xueshi/contract/orgs/papers'
import { parentMoves, parentStates } from '@xueshi/contract/orgs/sub-units'
import { unitMoves } from '@xueshi/contract/orgs/units'
import {
  deliveryMoves,
  deliveryStates,
  webhookMoves,
  webhookStates,
} from '@xueshi/contract/orgs/webhooks'
import {
  employmentKinds,
  employmentStates,
  ProfileForm,
  profileMoves,
  profileStates,
  titleLevels,
} from '@xueshi/contract/people'
import { completionMoves, completionStates } from '@xueshi/contract/training/completions'
import {
  courseActs,
  courseMoves,
  courseStates,
  filingOffices,
} from '@xueshi/contract/training/courses'
import { topicMoves, topicStates } from '@xueshi/contract/training/topics'
import { employmentMoves, endReasons, pendingPolicies } from '@xueshi/contract/people/employments'
import { transferMoves, transferStates } from '@xueshi/contract/people/transfers'
import { taskMoves, taskStates } from '@xueshi/contract/tasks'
import {
  classActs,
  classMoves,
  classOffices,
  classStates,
  confirmations,
  exams,
  organisations,
} from '@xueshi/contract/training/classes'
import {
  enrolmentActs,
  enrolmentMoves,
  enrolmentStates,
  marks,
  markSources,
} from '@xueshi/contract/training/enrolments'

/** Every column of words in the database, and the words that the contract knows. */
export const words: Readonly<Record<string, readonly string[]>> = {
  'accounts.state': accountStates,
  'audit_checks.state': auditCheckStates,
  'settings.part': settingParts,
  'codes.contact': contacts,
  'flows.state': flowStates,
  'captchas.kind': CaptchaKind.options,
  'units.state': unitStates,
  'unit_joins.state': joinStates,
  'units.parent_state': parentStates,
  'accreditations.state': accreditationStates,
  'unit_changes.state': changeStates,
  'unit_papers.purpose': paperPurposes,
  'unit_capabilities.capability': capabilities,
  'staff_invitations.state': invitationStates,
  'staff_invitations.kind': staffed,
  'staff_invitations.level': seatLevels,
  'unit_staff.kind': actorKinds,
  'unit_staff.level': seatLevels,
  'profiles.state': profileStates,
  'profiles.sex': ProfileForm.shape.sex.options,
  'profiles.title_level': titleLevels,
  'employments.state': employmentStates,
  'employments.kind': employmentKinds,
  'employments.pending_policy': pendingPolicies,
  'employments.end_reason': endReasons,
  'transfers.state': transferStates,
  'ledger_entries.category': categories,
  'years.state': yearStates,
  'certification_runs.state': runStates,
  'certification_outcomes.outcome': runOutcomes,
  'certification_outcomes.undo': undoOutcomes,
  'rule_sets.state': ruleSetStates,
  'rule_sets.certifies': certifyWays,
  'exemptions.state': exemptionStates,
  'exemptions.kind': exemptionKinds,
  'exemption_events.act': exemptionActs,
  'certificates.state': certificateStates,
  'certificate_looks.way': verificationWays,
  'certificate_templates.state': templateStates,
  'classes.state': classStates,
  'classes.category': categories,
  'classes.organisation': organisations,
  'classes.exam': exams,
  'classes.confirmation': confirmations,
  'classes.office': classOffices,
  'class_events.act': classActs,
  'enrolments.state': enrolmentStates,
  'enrolments.title_level': titleLevels,
  'enrolment_events.act': enrolmentActs,
  'attendance.mark': marks,
  'attendance_changes.former': marks,
  'attendance_changes.mark': marks,
  'courses.state': courseStates,
  'courses.category': categories,
  'courses.office': filingOffices,
  'course_events.act': courseActs,
  'topics.state': topicStates,
  'api_keys.state': keyStates,
  'webhooks.state': webhookStates,
  'webhook_deliveries.state': deliveryStates,
  'completions.state': completionStates,
  'completions.category': categories,
  'declarations.state': declarationStates,
  'declarations.category': categories,
  'declarations.appealed_from': ['rejected', 'recognised'],
  'declaration_events.act': declarationActs,
  'declaration_batches.state': batchStates,
  'declaration_batches.category': categories,
  'review_steps.state': stepStates,
  'review_steps.purpose': stepPurposes,
  'review_steps.office': reviewers,
  'hour_claims.state': claimStates,
  'hour_claims.kind': claimKinds,
  'hour_claims.source': traceSources,
  'hour_claims.office': holders,
  'hour_claims.outcome': claimOutcomes,
  'hour_claim_events.act': claimActs,
  'cases.state': caseStates,
  'legacy_batches.state': legacyStates,
  'legacy_people.reason': nearReasons,
  'legacy_people.state': nearStates,
  'legacy_rows.category': categories,
  'legacy_totals.category': categories,
  'legacy_controls.category': categories,
  'cases.subject_kind': subjectKinds,
  'case_events.act': caseActs,
  'restrictions.kind': restrictionKinds,
  'evidence.state': Evidence.shape.state.options,
  'corrections.kind': correctionKinds,
  'corrections.state': correctionStates,
  'correction_events.act': correctionActs,
  'tasks.state': taskStates,
  'deliveries.channel': channels,
  'deliveries.state': ['waiting', 'sent', 'failed'],
  // Words that no page sees: the server's own.
  'identities.kind': ['account', 'phone', 'document'],
  'codes.purpose': ['contact', 'recovery', 'claim', 'helpDesk', 'registration'],
  'flows.purpose': ['recovery', 'claim', 'registration'],
  'second_factors.state': ['pending', 'active'],
  'attendance.source': markSources,
  'attendance_changes.former_source': markSources,
  'outbox.kind': ['message', 'job'],
  'ledger_entries.source_kind': ['declaration', 'class', 'platform', 'legacy'],
}

/** The tables of states of the contract: the column that each one moves, its moves and its states. */
export const machines: readonly {
  column: `${string}.${string}`
  moves: Readonly<Record<string, Pick<Move<string, string>, 'from' | 'to'>>>
  states: readonly string[]
}[] = [
  { column: 'tasks.state', moves: taskMoves, states: taskStates },
  { column: 'units.state', moves: unitMoves, states: unitStates },
  { column: 'staff_invitations.state', moves: invitationMoves, states: invitationStates },
  { column: 'unit_changes.state', moves: changeMoves, states: changeStates },
  { column: 'accreditations.state', moves: accreditationMoves, states: accreditationStates },
  { column: 'units.parent_state', moves: parentMoves, states: parentStates },
  { column: 'profiles.state', moves: profileMoves, states: profileStates },
  { column: 'courses.state', moves: courseMoves, states: courseStates },
  { column: 'topics.state', moves: topicMoves, states: topicStates },
  { column: 'classes.state', moves: classMoves, states: classStates },
  { column: 'enrolments.state', moves: enrolmentMoves, states: enrolmentStates },
  { column: 'employments.state', moves: employmentMoves, states: employmentStates },
  { column: 'transfers.state', moves: transferMoves, states: transferStates },
  { column: 'declarations.state', moves: declarationMoves, states: declarationStates },
  { column: 'declaration_batches.state', moves: batchMoves, states: batchStates },
  { column: 'corrections.state', moves: correctionMoves, states: correctionStates },
  { column: 'years.state', moves: yearMoves, states: yearStates },
  { column: 'certification_runs.state', moves: runMoves, states: runStates },
  { column: 'rule_sets.state', moves: ruleSetMoves, states: ruleSetStates },
  { column: 'cases.state', moves: caseMoves, states: caseStates },
  { column: 'hour_claims.state', moves: claimMoves, states: claimStates },
  { column: 'legacy_batches.state', moves: legacyMoves, states: legacyStates },
  { column: 'legacy_people.state', moves: nearMoves, states: nearStates },
  { column: 'exemptions.state', moves: exemptionMoves, states: exemptionStates },
  { column: 'certificates.state', moves: certificateMoves, states: certificateStates },
  { column: 'certificate_templates.state', moves: templateMoves, states: templateStates },
  { column: 'api_keys.state', moves: keyMoves, states: keyStates },
  { column: 'webhooks.state', moves: webhookMoves, states: webhookStates },
  { column: 'webhook_deliveries.state', moves: deliveryMoves, states: deliveryStates },
  { column: 'completions.state', moves: completionMoves, states: completionStates },
  { column: 'flows.state', moves: flowMoves, states: flowStates },
]
