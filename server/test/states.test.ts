import { accountStates, CaptchaKind } from '@xueshi/contract/accounts'
import { auditCheckStates } from '@xueshi/contract/administration/audit'
import { contacts } from '@xueshi/contract/accounts/contacts'
import { flowStates } from '@xueshi/contract/accounts/recovery'
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
  claimActs,
  claimKinds,
  claimMoves,
  claimOutcomes,
  claimStates,
  holders,
  traceSources,
} from '@xueshi/contract/insight/claims'
import { legacyMoves, legacyStates } from '@xueshi/contract/legacy'
import { caseActs, caseMoves, caseStates, subjectKinds } from '@xueshi/contract/integrity'
import type { Move } from '@xueshi/contract/moves'
import { restrictionKinds } from '@xueshi/contract/restrictions'
import { settingParts } from '@xueshi/contract/settings'
import { channels } from '@xueshi/contract/messages'
import { capabilities, unitStates } from '@xueshi/contract/orgs'
import { invitationMoves, invitationStates } from '@xueshi/contract/orgs/invitations'
import { keyMoves, keyStates } from '@xueshi/contract/orgs/keys'
import { staffed } from '@xueshi/contract/orgs/staff'
import {
  accreditationMoves,
  accreditationStates,
  taught,
} from '@xueshi/contract/orgs/accreditations'
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
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

/** Every column of words in the database, and the words that the contract knows. */
const words: Readonly<Record<string, readonly string[]>> = {
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
  'legacy_people.state': ['known', 'new', 'near'],
  'legacy_rows.category': categories,
  'legacy_totals.category': categories,
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

/** Which words each table of states may come from and lead to. */
const moves: readonly [
  string,
  Readonly<Record<string, Move<string, string>>>,
  readonly string[],
][] = [
  ['tasks', taskMoves, taskStates],
  ['units', unitMoves, unitStates],
  ['invitations', invitationMoves, invitationStates],
  ['changes', changeMoves, changeStates],
  ['accreditations', accreditationMoves, accreditationStates],
  ['parents', parentMoves, parentStates],
  ['profiles', profileMoves, profileStates],
  ['courses', courseMoves, courseStates],
  ['topics', topicMoves, topicStates],
  ['classes', classMoves, classStates],
  ['enrolments', enrolmentMoves, enrolmentStates],
  ['employments', employmentMoves, employmentStates],
  ['transfers', transferMoves, transferStates],
  ['declarations', declarationMoves, declarationStates],
  ['declaration batches', batchMoves, batchStates],
  ['corrections', correctionMoves, correctionStates],
  ['years', yearMoves, yearStates],
  ['rule_sets', ruleSetMoves, ruleSetStates],
  ['cases', caseMoves, caseStates],
  ['hour_claims', claimMoves, claimStates],
  ['legacy_batches', legacyMoves, legacyStates],
  ['exemptions', exemptionMoves, exemptionStates],
  ['certificates', certificateMoves, certificateStates],
  ['certificate_templates', templateMoves, templateStates],
  ['api_keys', keyMoves, keyStates],
  ['webhooks', webhookMoves, webhookStates],
  ['webhook_deliveries', deliveryMoves, deliveryStates],
  ['completions', completionMoves, completionStates],
]

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** The words of each CHECK of the form `column IN (…)`. */
const checkedWords = async (): Promise<Record<string, string[]>> => {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `SELECT c.conrelid::regclass || '.' || a.attname AS name, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
     WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`,
  )
  const lists = rows.flatMap(({ name, definition }) => {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(definition)?.[1]
    if (list === undefined) return []
    return [[name, [...list.matchAll(/'([^']*)'::text/g)].map(([, word = '']) => word)] as const]
  })
  return Object.fromEntries(lists)
}

describe('the words of the database', () => {
  test('are those of the contract, column by column, and each column is compared', async () => {
    expect(await checkedWords()).toEqual(words)
  })

  test('a column of words that the contract does not know is noticed', async () => {
    await owner.query(`ALTER TABLE years ADD mood text CHECK (mood IN ('glad', 'sad'))`)
    expect(await checkedWords()).not.toEqual(words)
    await owner.query('ALTER TABLE years DROP mood')
  })

  test('every column named state is limited to words', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('state', 'status')`,
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { name } of rows) expect(Object.keys(words)).toContain(name)
  })
})

describe('the tables of states', () => {
  test('an institution teaches what the ledger counts', () => expect(taught).toEqual(categories))

  test.each(moves)(
    '%s: every move comes from and leads to a state that exists',
    (_, table, states) => {
      for (const [name, { from, to }] of Object.entries(table)) {
        for (const state of from) expect(states, name).toContain(state)
        if (to !== null) expect(states, name).toContain(to)
      }
    },
  )
})
