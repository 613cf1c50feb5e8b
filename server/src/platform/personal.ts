/**
 * How long a value is kept. Certificates prove something for ever; records and their files are kept
 * six years and the audit ten, so that a decision can still be looked into; what keeps a login safe
 * goes with the login. An erased account takes with it all that no law holds.
 */
export type Retention =
  | 'account' // until the account is erased
  | 'record' // six years after the learning year it belongs to
  | 'certificate' // for ever
  | 'audit' // ten years
  | 'security' // six months after its end, as the Cybersecurity Law asks of logs
  | 'passing' // days at most: swept or relayed
  | 'unit' // as long as the unit exists

/** How a column holds its values: readable, sealed under a key, or as a hash that finds but cannot be read. */
export type Holding = 'clear' | 'sealed' | 'hashed'

export type PersonalColumns = {
  purpose: string
  retention: Retention
  columns: Readonly<Record<string, Holding>>
}

/**
 * The register of personal information (PIPL, art. 51 and 55): every column that says something of
 * a person, by table, with what it is for and how long it stays. Ids are no values: they lead here.
 */
export const personalColumns: Readonly<Record<string, readonly PersonalColumns[]>> = {
  accounts: [
    {
      purpose: 'who the account belongs to, once and under their real name',
      retention: 'account',
      columns: {
        name: 'clear',
        country: 'clear',
        document_type: 'clear',
        document_number_sealed: 'sealed',
        phone_sealed: 'sealed',
        email_sealed: 'sealed',
      },
    },
    {
      purpose: 'logging in',
      retention: 'account',
      columns: { account_name: 'clear', password_hash: 'hashed', last_login_at: 'clear' },
    },
  ],
  identities: [
    {
      purpose: 'each name, phone and document number once, without keeping it readable',
      retention: 'account',
      columns: { hash: 'hashed' },
    },
  ],
  security_answers: [
    {
      purpose: 'finding back into an account',
      retention: 'account',
      columns: { question: 'clear', answer_hash: 'hashed' },
    },
  ],
  logins: [
    {
      purpose: 'showing a person where they are logged in, and looking into misuse',
      retention: 'security',
      columns: {
        token_hash: 'hashed',
        address: 'clear',
        user_agent: 'clear',
        seen_at: 'clear',
      },
    },
  ],
  devices: [
    {
      purpose: 'knowing the owner’s browsers, so that strangers’ guesses do not keep them out',
      retention: 'security',
      columns: { token_hash: 'hashed', address: 'clear', seen_at: 'clear' },
    },
  ],
  codes: [
    {
      purpose: 'showing that a phone or an address is the owner’s',
      retention: 'passing',
      columns: { address_sealed: 'sealed', code_hash: 'hashed' },
    },
  ],
  flows: [
    {
      purpose: 'finding back into an account, in the browser that asked',
      retention: 'passing',
      columns: { visit_hash: 'hashed' },
    },
  ],
  second_factors: [
    {
      purpose: 'a second proof at login',
      retention: 'account',
      columns: { secret_sealed: 'sealed' },
    },
  ],
  recovery_codes: [
    {
      purpose: 'a second proof without the phone',
      retention: 'account',
      columns: { hash: 'hashed' },
    },
  ],
  captchas: [
    { purpose: 'one answer per visit', retention: 'passing', columns: { visit_hash: 'hashed' } },
  ],
  attempts: [
    {
      purpose: 'slowing down those who guess',
      retention: 'passing',
      columns: { subject: 'hashed' },
    },
  ],
  units: [
    {
      purpose: 'reaching the unit',
      retention: 'unit',
      columns: { contact_name: 'clear', contact_phone_sealed: 'sealed' },
    },
  ],
  unit_licences: [
    {
      purpose: 'what the scan of a licence was called when it was sent',
      retention: 'unit',
      columns: { name: 'clear' },
    },
  ],
  unit_joins: [
    {
      purpose: 'why somebody was not taken among the staff',
      retention: 'unit',
      columns: { reason: 'clear' },
    },
  ],
  people: [
    {
      purpose: 'finding a person by name or the end of their number',
      retention: 'record',
      columns: {
        name: 'clear',
        name_pinyin: 'clear',
        name_initials: 'clear',
        number_tail: 'hashed',
      },
    },
  ],
  profiles: [
    {
      purpose: 'the basic information that the regulation asks of professionals',
      retention: 'record',
      columns: {
        sex: 'clear',
        birth_date: 'clear',
        ethnicity: 'clear',
        native_place: 'clear',
        education: 'clear',
        degree: 'clear',
        major: 'clear',
        school: 'clear',
        graduated_on: 'clear',
        started_work_on: 'clear',
        title_level: 'clear',
        title: 'clear',
        title_obtained_on: 'clear',
        series: 'clear',
        specialty: 'clear',
        work_region: 'clear',
        return_reason: 'clear',
      },
    },
    {
      purpose: 'reaching the person',
      retention: 'account',
      columns: { phone_sealed: 'sealed', email_sealed: 'sealed', postal_code: 'clear' },
    },
  ],
  declarations: [
    {
      purpose: 'what the person studied, and what was decided of it',
      retention: 'record',
      columns: {
        name: 'clear',
        institution: 'clear',
        start_on: 'clear',
        end_on: 'clear',
        claimed_tenths: 'clear',
        recognised_tenths: 'clear',
        series: 'clear',
        receipt_number: 'clear',
        reason: 'clear',
      },
    },
  ],
  declaration_events: [
    {
      purpose: 'who did what with a record, shown to the person',
      retention: 'record',
      columns: { by_name: 'clear', reason: 'clear' },
    },
  ],
  evidence: [
    {
      purpose: 'what a file was called when it was sent',
      retention: 'record',
      columns: { name: 'clear' },
    },
  ],
  files: [
    {
      purpose: 'finding a file that was used before',
      retention: 'record',
      columns: { sha256: 'hashed' },
    },
  ],
  ledger_entries: [
    {
      purpose: 'the hours of a person, as they stood when they were credited',
      retention: 'record',
      columns: {
        series: 'clear',
        hours_tenths: 'clear',
        item: 'clear',
        reason: 'clear',
      },
    },
  ],
  years: [
    {
      purpose: 'whether a year is met',
      retention: 'record',
      columns: {
        series: 'clear',
        public_tenths: 'clear',
        professional_tenths: 'clear',
        elective_tenths: 'clear',
      },
    },
  ],
  year_results: [
    {
      purpose: 'how a year was computed, to be replayed',
      retention: 'record',
      columns: { result: 'clear' },
    },
  ],
  certificates: [
    {
      purpose: 'proving the year to anyone who holds the certificate',
      retention: 'certificate',
      columns: { number: 'clear', code: 'clear', facts: 'clear', end_reason: 'clear' },
    },
  ],
  messages: [
    {
      purpose: 'telling a person what happened with their records',
      retention: 'account',
      columns: { facts: 'clear' },
    },
  ],
  deliveries: [
    {
      purpose: 'telling a person outside the portal, and showing that it was done',
      retention: 'security',
      columns: {
        address_sealed: 'sealed',
        address_masked: 'clear',
        content_sealed: 'sealed',
        last_error: 'clear',
      },
    },
  ],
  message_preferences: [
    {
      purpose: 'not telling where a person does not want it',
      retention: 'account',
      columns: { sms: 'clear', email: 'clear' },
    },
  ],
  setting_changes: [{ purpose: 'who set what', retention: 'audit', columns: { by_name: 'clear' } }],
  audit_checks: [{ purpose: 'who checked', retention: 'audit', columns: { by_name: 'clear' } }],
  outbox: [{ purpose: 'what is on its way', retention: 'passing', columns: { payload: 'clear' } }],
  audit: [
    {
      purpose:
        'who did what, from where; the values that were seen or changed, under the person’s own key',
      retention: 'audit',
      columns: { address: 'clear', personal_sealed: 'sealed' },
    },
  ],
}
