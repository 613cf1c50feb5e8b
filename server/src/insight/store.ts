import type { TodoKind } from '@xueshi/contract/insight'
import type { Holder } from '@xueshi/contract/insight/claims'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../platform/database.ts'

/** How many wait, by kind; counted no further than to one more than is shown. */
export type TodoCounts = Partial<Record<TodoKind, number>>

const counted = 100

/** `rows` is what follows SELECT; its cost ends with the hundredth row. */
const capped = (rows: RawBuilder<unknown>) =>
  sql`(SELECT count(*)::integer FROM (SELECT ${rows} LIMIT ${sql.lit(counted)}) AS waiting)`

/** What waits for a person of themselves. */
export const individualTodos = (personId: string, now: Date) => sql<TodoCounts>`
  SELECT
    (NOT EXISTS (SELECT FROM profiles p
                 WHERE p.person_id = ${personId} AND p.state IN ('submitted', 'returned', 'confirmed')))::integer
      AS complete_profile,
    EXISTS (SELECT FROM profiles p WHERE p.person_id = ${personId} AND p.state = 'returned')::integer
      AS correct_profile,
    (NOT EXISTS (SELECT FROM identities i WHERE i.account_id = ${personId} AND i.kind = 'phone'))::integer
      AS prove_phone,
    ${capped(sql`FROM staff_invitations i
      WHERE i.account_id = ${personId} AND i.state = 'offered' AND i.expires_at > ${now}`)}
      AS answer_invitations,
    ${capped(sql`FROM declarations d WHERE d.person_id = ${personId} AND d.state = 'returned'`)}
      AS correct_declarations,
    ${capped(sql`FROM corrections c WHERE c.person_id = ${personId} AND c.state = 'returned'`)}
      AS correct_corrections,
    ${capped(sql`FROM exemptions x WHERE x.person_id = ${personId} AND x.state = 'returned'`)}
      AS correct_exemptions,
    ${capped(sql`FROM declarations d WHERE d.person_id = ${personId} AND d.state = 'draft'`)}
      AS finish_drafts,
    ${capped(sql`FROM hour_claims h WHERE h.person_id = ${personId} AND h.state = 'answered'`)}
      AS read_answers`

const openSteps = (unitId: string, office: 'employer' | 'industry' | 'hrss') =>
  capped(
    sql`FROM review_steps s
        WHERE s.office_unit_id = ${unitId} AND s.office = ${office} AND s.state = 'open'`,
  )

/** What waits for the staff of a unit that is not in force yet: the unit itself. */
export const ownUnitTodos = (unitId: string) => sql<TodoCounts>`
  SELECT ${capped(sql`FROM units u WHERE u.id = ${unitId} AND u.state IN ('draft', 'returned')`)}
    AS finish_unit`

/** What waits at an employer: people to confirm, records to review, and for its manager who asks to join or to stand below. */
export const employerTodos = (unitId: string, manages: boolean) => sql<TodoCounts>`
  SELECT
    ${
      manages
        ? capped(sql`FROM unit_joins j WHERE j.unit_id = ${unitId} AND j.state = 'applied'`)
        : sql`0`
    } AS decide_joins,
    ${
      manages
        ? capped(sql`FROM units u
            WHERE u.parent_id = ${unitId} AND u.parent_state = 'asked' AND u.state = 'approved'`)
        : sql`0`
    } AS decide_sub_units,
    ${capped(sql`FROM profiles p WHERE p.unit_id = ${unitId} AND p.state = 'submitted'`)}
      AS confirm_people,
    ${capped(sql`FROM employments e
      WHERE e.unit_id = ${unitId} AND e.state = 'applied' AND e.kind = 'partTime'`)} AS decide_part_time,
    ${capped(sql`FROM transfers t WHERE t.from_unit_id = ${unitId} AND t.state = 'waiting'`)}
      AS answer_transfers,
    ${manages ? returnedAccreditations(unitId) : sql`0`} AS correct_accreditation,
    ${capped(sql`FROM exemptions x WHERE x.unit_id = ${unitId} AND x.state = 'submitted'`)}
      AS review_exemptions,
    ${claimsAt(unitId, 'employer')} AS answer_claims,
    ${openSteps(unitId, 'employer')} AS review_declarations`

/** 机构资质 of the unit itself, which its manager alone corrects. */
const returnedAccreditations = (unitId: string) =>
  capped(sql`FROM accreditations q WHERE q.unit_id = ${unitId} AND q.state = 'returned'`)

/** Hours that people miss, which the unit in this part is asked for. */
const claimsAt = (unitId: string, office: Holder) =>
  capped(
    sql`FROM hour_claims h WHERE h.office_unit_id = ${unitId} AND h.office = ${office} AND h.state = 'open'`,
  )

/** Cases that a colleague at the office has entered. */
const casesOf = (unitId: string, accountId: string) =>
  capped(
    sql`FROM cases c WHERE c.office_unit_id = ${unitId} AND c.state = 'proposed' AND c.proposer_id <> ${accountId}`,
  )

const coursesAt = (unitId: string, office: 'industry' | 'hrss') =>
  capped(
    sql`FROM courses c WHERE c.office_unit_id = ${unitId} AND c.office = ${office} AND c.state = 'submitted'`,
  )

/** Of those that the unit itself plans. */
const returnedCourses = (unitId: string) =>
  capped(sql`FROM courses c WHERE c.unit_id = ${unitId} AND c.state = 'returned'`)

const classesAt = (unitId: string, office: 'industry' | 'hrss') =>
  capped(
    sql`FROM classes c WHERE c.office_unit_id = ${unitId} AND c.office = ${office} AND c.state = 'submitted'`,
  )

/** What waits at an institution: what came back, people to decide on, classes to judge. */
export const institutionTodos = (unitId: string, manages: boolean) => sql<TodoCounts>`
  SELECT ${returnedCourses(unitId)} AS correct_courses,
    ${manages ? returnedAccreditations(unitId) : sql`0`} AS correct_accreditation,
    ${claimsAt(unitId, 'institution')} AS answer_claims,
    ${capped(sql`FROM classes c WHERE c.institution_id = ${unitId} AND c.state = 'returned'`)}
      AS correct_classes,
    ${capped(sql`FROM classes c
      WHERE c.institution_id = ${unitId} AND c.state IN ('accepting', 'paused', 'closed') AND c.confirmation = 'hand'
        AND EXISTS (SELECT FROM enrolments e WHERE e.class_id = c.id AND e.state = 'applied')`)}
      AS confirm_trainees,
    ${capped(sql`FROM classes c WHERE c.institution_id = ${unitId} AND c.state = 'assessing'`)}
      AS finish_classes`

/** What waits at an HR&SS office: records to review, courses, classes, units of its region subtree, cases to decide. */
export const hrssTodos = (
  { unitId, regionCode }: { unitId: string; regionCode: string },
  accountId: string,
) => {
  const [, level = 'county_code'] =
    levels.find(([ending]) => regionCode.endsWith(ending)) ?? levels[2]
  return sql<TodoCounts>`
    SELECT ${openSteps(unitId, 'hrss')} AS review_declarations,
      ${claimsAt(unitId, 'hrss')} AS answer_claims,
      ${coursesAt(unitId, 'hrss')} AS file_courses,
      ${classesAt(unitId, 'hrss')} AS approve_classes,
      ${casesOf(unitId, accountId)} AS decide_cases,
      ${capped(accreditationsAt(regionCode))} AS review_accreditations,
      ${capped(sql`FROM transfers t WHERE t.office_unit_id = ${unitId} AND t.state = 'objected'`)}
        AS decide_transfers,
      ${capped(sql`FROM exemptions x WHERE x.office_unit_id = ${unitId} AND x.state = 'underReview'`)}
        AS review_exemptions,
      ${capped(
        sql`FROM units u WHERE ${sql.ref(`u.${level}`)} = ${regionCode} AND u.state = 'submitted'`,
      )} AS review_units,
      ${capped(sql`FROM corrections c WHERE c.office_unit_id = ${unitId} AND c.state = 'submitted'`)}
        AS decide_corrections,
      ${capped(
        sql`FROM unit_changes q WHERE ${sql.ref(`q.${level}`)} = ${regionCode} AND q.state = 'requested'`,
      )} AS review_unit_changes`
}

/** 机构资质 by whose turn it is: the city's first, then the province's, and nothing at a county. */
function accreditationsAt(regionCode: string): RawBuilder<unknown> {
  if (regionCode.endsWith('0000'))
    return sql`FROM accreditations q WHERE q.province_code = ${regionCode}
      AND (q.state = 'reviewed' OR (q.state = 'applied' AND q.city_code IS NULL))`
  return sql`FROM accreditations q WHERE q.city_code = ${regionCode} AND q.state = 'applied'`
}

const levels = [
  ['0000', 'province_code'],
  ['00', 'city_code'],
  ['', 'county_code'],
] as const

/** What waits at an industry authority's office: records to review, courses, classes, cases to decide. */
export const officeTodos = (unitId: string, office: 'industry', accountId: string) =>
  sql<TodoCounts>`
    SELECT ${openSteps(unitId, office)} AS review_declarations,
      ${claimsAt(unitId, office)} AS answer_claims,
      ${returnedCourses(unitId)} AS correct_courses,
      ${coursesAt(unitId, office)} AS file_courses,
      ${classesAt(unitId, office)} AS approve_classes,
      ${casesOf(unitId, accountId)} AS decide_cases`

export async function countTodos(db: Db, query: RawBuilder<TodoCounts>): Promise<TodoCounts> {
  const { rows } = await query.execute(db)
  return rows[0] ?? {}
}

/** What waits for the system administrator: long work that failed lately, and what the house itself gave up. */
export const systemTodos = (since: Date) => sql<TodoCounts>`
  SELECT ${capped(sql`FROM tasks t WHERE t.state = 'failed' AND t.ended_at > ${since}`)} AS failed_tasks,
    ${capped(sql`FROM graphile_worker._private_jobs j WHERE j.attempts >= j.max_attempts`)} AS failed_jobs`

/** What waits for the audit administrator: what the last check found, and seals that nobody has checked lately. */
export const auditTodos = (since: Date) => sql<TodoCounts>`
  SELECT coalesce((SELECT jsonb_array_length(c.findings) FROM audit_checks c
      WHERE c.state = 'done' ORDER BY c.id DESC LIMIT 1), 0)::integer AS audit_findings,
    (EXISTS (SELECT FROM audit_seals) AND NOT EXISTS (SELECT FROM audit_checks c
      WHERE c.state = 'done' AND c.ended_at > ${since}))::integer AS audit_unverified`
