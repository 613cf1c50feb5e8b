import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDeclaration } from '@xueshi/contract/declarations'
import { personalColumns } from '../src/platform/personal.ts'
import { testApp, type TestApp } from './app.ts'
import { declarationForm } from './factories/declarations.ts'
import { impersonalDeclarations } from './impersonal-declarations.ts'
import { impersonalLegacy } from './impersonal-legacy.ts'
import { impersonalOfPeople } from './impersonal-of-people.ts'
import { impersonalOfUnits } from './impersonal-of-units.ts'
import { makePerson } from './factories/people.ts'
import { impersonalTraining } from './impersonal-training.ts'

/** Columns that say nothing of anybody. Ids are left out: every uuid is one. */
const impersonal: Readonly<Record<string, readonly string[]>> = {
  ...impersonalOfPeople,
  ...impersonalOfUnits,
  api_keys: [
    'state',
    'version',
    'name',
    'scopes',
    'head',
    'token_hash',
    'signing_ciphertext',
    'created_at',
    'last_used_at',
    'revoked_at',
  ],
  webhook_deliveries: [
    'state',
    'version',
    'event',
    'payload',
    'attempts',
    'reply_code',
    'fault',
    'created_at',
    'tried_at',
  ],
  webhooks: ['state', 'version', 'url', 'secret_ciphertext', 'created_at'],
  ...impersonalTraining,
  accounts: [
    'state',
    'version',
    'individual',
    'must_change_password',
    'created_at',
    'email_proven_at',
  ],
  attempts: ['kind', 'window_at', 'count'],
  audit: ['at', 'act', 'actor_kind', 'facts', 'request_id', 'written'],
  audit_checks: [
    'state',
    'at',
    'seals_total',
    'seals_done',
    'row_count',
    'uncovered',
    'findings',
    'ended_at',
  ],
  audit_leaves: ['seal_id', 'position', 'leaf'],
  audit_parts: ['part', 'written'],
  audit_seals: ['id', 'at', 'size', 'root', 'previous_root', 'signature'],
  backups: ['at', 'row_count', 'file_count'],
  captchas: ['kind', 'answer_hash', 'difficulty_bits', 'expires_at'],
  certificate_numbers: ['year', 'city_code', 'last'],
  certificate_signers: ['fingerprint', 'certificate', 'chain', 'subject', 'demo', 'first_used'],
  certificate_documents: ['signer', 'file_key', 'made_at', 'asked_on'],
  hour_claims:
    'state version kind year source source_id hours_tenths office since filed_at outcome reminded_at'.split(
      ' ',
    ),
  hour_claim_events: ['at', 'act', 'office_name'],
  certificate_seals: ['size_bytes', 'created_at'],
  certificate_templates:
    'region_code state version title subtitle statement issuer remark updated_at effective_from published_at retired_at reason'.split(
      ' ',
    ),
  certificate_looks: ['day', 'way', 'count'],
  certificates: ['year', 'state', 'version', 'edition', 'issued_at', 'ended_at', 'mac', 'end_mac'],
  codes: ['purpose', 'contact', 'attempts', 'created_at', 'expires_at', 'used_at'],
  correction_events: ['at', 'act', 'office_name'],
  correction_files: ['size_bytes', 'created_at'],
  corrections: [
    'kind',
    'state',
    'version',
    'region_code',
    'created_at',
    'submitted_at',
    'decided_at',
  ],
  course_events: ['at', 'act', 'office_name'],
  course_subjects: ['position', 'name', 'hours_tenths'],
  courses: [
    'state',
    'version',
    'year',
    'name',
    'category',
    'series',
    'levels',
    'audience',
    'summary',
    'shared',
    'total_tenths',
    'number',
    'office',
    'submitted_at',
    'filed_at',
    'published_at',
    'reason',
    'created_at',
    'updated_at',
  ],
  ...impersonalDeclarations,
  deliveries: ['channel', 'topic', 'state', 'attempts', 'at', 'sent_at'],
  employments: [
    'kind',
    'state',
    'version',
    'applied_at',
    'decided_at',
    'ended_at',
    'pending_policy',
  ],
  departments: ['name', 'version', 'created_at'],
  files: ['key', 'type', 'size_bytes', 'stored_at'],
  flows: ['purpose', 'state', 'attempts', 'created_at', 'expires_at'],
  idempotency_keys: ['key', 'body_hash', 'created_at'],
  identities: ['kind'],
  ledger_entries: [
    'year',
    'category',
    'subjects',
    'source_kind',
    'line',
    'revision',
    'form',
    'year_version',
    'at',
    'mac',
  ],
  logins: ['created_at', 'idle_seconds', 'expires_at', 'ended_at', 'awaits_factor'],
  message_templates: ['topic', 'version', 'title', 'text', 'changed_at'],
  messages: ['topic', 'at', 'read_at'],
  obligations: ['year', 'at', 'ended_at', 'office_name'],
  outbox: ['at', 'kind', 'topic'],
  review_steps: [
    'round',
    'position',
    'office',
    'state',
    'purpose',
    'opened_at',
    'decided_at',
    'former_state',
    'former_reviewed_at',
    'decided_version',
    'reminded_at',
  ],
  rule_sets: [
    'name',
    'jurisdiction',
    'series',
    'year_from',
    'year_to',
    'state',
    'version',
    'revision',
    'total_tenths',
    'public_tenths',
    'professional_tenths',
    'elective_tenths',
    'shares',
    'day_tenths',
    'minutes_per_hour',
    'prorates',
    'certifies',
    'forms',
    'form_caps',
    'windows',
    'chains',
    'source',
    'confirmed',
    'defaults',
    'created_at',
    'effective_at',
    'superseded_at',
    'updated_at',
    'impact',
  ],
  second_factors: ['state', 'last_step', 'created_at'],
  security_answers: ['position'],
  setting_changes: ['part', 'at', 'changes'],
  settings: ['part', 'version', 'contents', 'changed_at'],
  topics: [
    'region_code',
    'state',
    'version',
    'year',
    'title',
    'hours_tenths',
    'platform',
    'url',
    'platform_code',
    'open_from',
    'open_to',
    'note',
    'created_at',
    'updated_at',
  ],
  subject_keys: ['wrapped_key', 'created_at', 'destroyed_at'],
  staff_absences: ['created_at', 'ended_at'],
  staff_invitations: [
    'kind',
    'level',
    'state',
    'version',
    'created_at',
    'expires_at',
    'decided_at',
  ],
  task_inputs: ['size_bytes', 'created_at'],
  task_issues: ['row_number', 'field', 'code'],
  tasks: [
    'kind',
    'state',
    'version',
    'request',
    'done',
    'total',
    'counts',
    'issue_count',
    'checkpoint',
    'run',
    'stumbles',
    'beat_at',
    'fault',
    'fault_detail',
    'created_at',
    'started_at',
    'ended_at',
  ],
  upload_locks: ['until', 'wanted'],
  ...impersonalLegacy,
  cases: [
    'state',
    'version',
    'subject_kind',
    'no_publishing',
    'ends_on',
    'office_name',
    'industry_code',
    'province_code',
    'city_code',
    'county_code',
    'created_at',
    'acted_at',
  ],
  case_events: ['at', 'act', 'office_name'],
  case_files: ['size_bytes', 'created_at'],
  restrictions: ['from_on', 'to_on', 'lifted_at', 'created_at'],
  certification_outcomes: ['kept_rules'],
  certification_runs:
    'year series state version is_recorded counts created_at undo_reason undone_at'.split(' '),
  year_results: ['version', 'at'],
  years: [
    'year',
    'state',
    'version',
    'public_count',
    'professional_count',
    'elective_count',
    'keeps_rules',
    'updated_at',
  ],
}

let house: TestApp
let owner: pg.Client
beforeAll(async () => {
  house = await testApp()
  owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await house.close()
})

type Column = { table: string; column: string; type: string }
const columnsOf = async (): Promise<Column[]> => {
  const { rows } = await owner.query<Column>(
    `SELECT table_name AS table, column_name AS column, data_type AS type
     FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> 'pgmigrations'`,
  )
  return rows
}
const registered = Object.entries(personalColumns).flatMap(([table, groups]) =>
  groups.flatMap(({ columns }) =>
    Object.entries(columns).map(([column, holding]) => ({ table, column, holding })),
  ),
)
const nameOf = ({ table, column }: { table: string; column: string }) => `${table}.${column}`
const unsorted = (columns: Column[]) => {
  const known = new Set([
    ...registered.map(nameOf),
    ...Object.entries(impersonal).flatMap(([table, names]) =>
      names.map((column) => nameOf({ table, column })),
    ),
  ])
  return columns
    .filter(({ type }) => type !== 'uuid')
    .map(nameOf)
    .filter((name) => !known.has(name))
}

describe('the register of personal columns', () => {
  test('every column is in it or is listed as saying nothing of anybody', async () => {
    expect(unsorted(await columnsOf())).toEqual([])
  })

  test('a new column in neither list is noticed', async () => {
    await owner.query('ALTER TABLE people ADD shoe_size integer')
    expect(unsorted(await columnsOf())).toEqual(['people.shoe_size'])
    await owner.query('ALTER TABLE people DROP shoe_size')
  })

  test('no column is in both lists, twice in one, or gone', async () => {
    const listed = [
      ...registered.map(nameOf),
      ...Object.entries(impersonal).flatMap(([table, names]) =>
        names.map((column) => nameOf({ table, column })),
      ),
    ]
    expect(listed.filter((name, at) => listed.indexOf(name) !== at)).toEqual([])
    const existing = new Set((await columnsOf()).map(nameOf))
    expect(listed.filter((name) => !existing.has(name))).toEqual([])
  })

  test('a column that is sealed is called so and holds bytes, and so does a hash', async () => {
    const types = new Map((await columnsOf()).map((each) => [nameOf(each), each.type]))
    for (const { holding, ...each } of registered) {
      expect([nameOf(each), each.column.endsWith('_sealed')]).toEqual([
        nameOf(each),
        holding === 'sealed',
      ])
      // A password's hash is text in the form that its algorithm writes.
      if (holding !== 'clear' && each.column !== 'password_hash')
        expect([nameOf(each), types.get(nameOf(each))]).toEqual([nameOf(each), 'bytea'])
    }
    const sealed = [...types.keys()].filter((name) => name.endsWith('_sealed'))
    expect(sealed.filter((name) => !registered.some((each) => nameOf(each) === name))).toEqual([])
  })

  test('every purpose and period is said', () => {
    for (const groups of Object.values(personalColumns))
      for (const { purpose } of groups) expect(purpose.length).toBeGreaterThan(5)
  })
})

describe('what is sealed stands nowhere in the clear', () => {
  /** Every row of every table as text; bytes both as hex and as the text that they may be. */
  const everything = async () => {
    const tables = new Set((await columnsOf()).map(({ table }) => table))
    const texts: string[] = []
    for (const table of tables) {
      const { rows } = await owner.query<Record<string, unknown>>(`SELECT * FROM ${table}`)
      for (const row of rows)
        for (const value of Object.values(row))
          texts.push(
            Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''),
          )
    }
    return texts.join('\n')
  }

  test('numbers, phones and addresses of a person who registered, joined and declared', async () => {
    const phone = '13977665544'
    const email = 'canary.of.the.mine@example.com'
    const person = await makePerson(house, {
      account: { phone, email },
      form: { phone: '13855443322', email: 'second.canary@example.com' },
    })
    expect((await person.client.call(createDeclaration, { body: declarationForm() })).status).toBe(
      200,
    )
    const dump = await everything()
    expect(dump).toContain(person.name)
    for (const canary of [person.documentNumber, phone, email, '13855443322', 'second.canary'])
      expect([canary, dump.includes(canary)]).toEqual([canary, false])
    // Nor the tail by which it is found, beside anything that says what it is.
    expect(dump).not.toContain(`"${person.documentNumber.slice(-4)}"`)
  })
})
