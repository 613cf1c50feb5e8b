import type { EntryItem, Relief, YearItem, YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { rulesInForce } from '../rule-sets/store.ts'

/** A credit of a year, reversed or not. */
export type Credit = {
  id: string
  category: YearItem['category']
  form: string
  hoursTenths: number
  subjects: number
  sourceKind: YearItem['sourceKind']
  sourceId: string
  item: EntryItem
  at: string
  reversal: { at: string; reason: string } | null
}

export type HeldYear = {
  state: YearState
  relief: Relief | null
  /** What it is judged by: the rules in force, or its own once it was certified; null without any. */
  ruleSet: { id: string; version: number } | null
  /** In the order in which they came. */
  credits: Credit[]
}

/**
 * A person's year with the rules that it goes by and every credit. For the OFFSET the entries are found by
 * person and year, however few there were when it was planned.
 */
export function yearQuery(personId: string, year: number) {
  const inForce = rulesInForce(sql`y.year`, sql`y.series`, sql`y.unit_id`, sql`id, version`)
  return sql<HeldYear>`
    SELECT y.state, y.relief,
      (SELECT json_build_object('id', r.id, 'version', r.version) FROM (
        SELECT id, version FROM rule_sets WHERE id = y.rule_set_id AND y.keeps_rules
        UNION ALL SELECT * FROM (${inForce}) AS now WHERE NOT y.keeps_rules) AS r) AS rule_set,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'category', c.category, 'form', c.form,
          'hoursTenths', c.hours_tenths, 'subjects', c.subjects, 'sourceKind', c.source_kind, 'sourceId', c.source_id,
          'item', c.item, 'at', c.at, 'reversal',
          CASE WHEN r.id IS NOT NULL THEN json_build_object('at', r.at, 'reason', r.reason) END) ORDER BY c.id), '[]')
        FROM (SELECT * FROM ledger_entries e WHERE e.person_id = y.person_id AND e.year = y.year OFFSET 0) c
        LEFT JOIN ledger_entries r ON r.reverses = c.id WHERE c.reverses IS NULL) AS credits
    FROM years y WHERE y.person_id = ${personId} AND y.year = ${year}`
}

export async function findYear(db: Db, personId: string, year: number) {
  const { rows } = await yearQuery(personId, year).execute(db)
  return rows[0]
}

export type Standing = {
  held: { caseId: string; since: string; until: string | null } | null
  former: {
    number: string
    state: 'withdrawn' | 'replaced'
    endedAt: string
    reason: string
  } | null
}

/** What holds a person's year back, the oldest first, and its last certificate that is no longer in force. */
export async function findStanding(db: Db, personId: string, year: number): Promise<Standing> {
  const { rows } = await sql<Standing>`
    SELECT
      (SELECT json_build_object('caseId', r.source_id, 'since', r.from_on::text, 'until', r.to_on::text)
        FROM restrictions r WHERE r.person_id = ${personId} AND r.year = ${year} AND r.lifted_at IS NULL
        ORDER BY r.created_at LIMIT 1) AS held,
      (SELECT json_build_object('number', c.facts ->> 'number', 'state', c.state, 'endedAt', c.ended_at,
          'reason', c.end_reason)
        FROM certificates c WHERE c.person_id = ${personId} AND c.year = ${year} AND c.state <> 'valid'
        ORDER BY c.edition DESC LIMIT 1) AS former`.execute(db)
  return rows[0] ?? { held: null, former: null }
}

/** Whose year it is, as a paper says it: the name as confirmed, and the employer that the year names. */
export async function findHolder(db: Db, personId: string, year: number) {
  return db
    .selectFrom('people')
    .leftJoin('years', (join) =>
      join.onRef('years.personId', '=', 'people.id').on('years.year', '=', year),
    )
    .leftJoin('units', 'units.id', 'years.unitId')
    .select(['people.name', 'units.name as unitName', 'years.series'])
    .where('people.id', '=', personId)
    .executeTakeFirst()
}
