/** High to low; those on one line are siblings and never import each other. */
export const order: readonly (readonly string[])[] = [
  ['insight'],
  ['privacy', 'administration'],
  ['legacy', 'corrections', 'announcements'],
  ['integrity'],
  ['declarations'],
  ['training'],
  ['ledger'],
  ['certificates'],
  ['restrictions'],
  ['people'],
  ['orgs'],
  ['accounts'],
  ['messages'],
  ['platform'],
]
/** Whose tables are whose: a store writes its own domain's alone. */
export const owners: Readonly<Record<string, readonly string[]>> = {
  platform: [
    'attempts',
    'audit',
    'audit_leaves',
    'audit_seals',
    'backups',
    'files',
    'idempotency_keys',
    'outbox',
    'setting_changes',
    'settings',
    'subject_keys',
  ],
  messages: ['deliveries', 'message_preferences', 'messages'],
  accounts: [
    'accounts',
    'captchas',
    'codes',
    'devices',
    'flows',
    'identities',
    'logins',
    'recovery_codes',
    'second_factors',
    'security_answers',
  ],
  orgs: [
    'industries',
    'staff_absences',
    'staff_invitations',
    'unit_capabilities',
    'unit_industries',
    'unit_joins',
    'unit_licences',
    'unit_staff',
    'units',
  ],
  people: ['employments', 'people', 'profiles'],
  administration: ['audit_checks'],
  certificates: ['certificate_looks', 'certificate_numbers', 'certificates'],
  ledger: ['ledger_entries', 'rule_sets', 'year_results', 'years'],
  declarations: ['declaration_events', 'declarations', 'evidence', 'review_steps'],
}

/** The one table that is filled from below: the relay brings what an act has told. */
export const filledFromBelow = { path: 'server/src/platform/relay.ts', table: 'messages' }

/** What a domain of the server may consist of, and the few files beside. */
export const fileNames = /^(routes|service|store|rules|jobs)\.ts$|\.test\.ts$/
export const otherFiles = ['accounts/captcha.ts', 'administration/create-command.ts']
/** Parts of a domain that outgrew one file; each has a service and a store of its own. */
export const parts = [
  'accounts/contacts',
  'accounts/flows',
  'accounts/holding',
  'accounts/logins',
  'accounts/proofs',
  'accounts/recovery',
  'accounts/second-factor',
  'administration/accounts',
  'administration/audit',
  'administration/create',
  'declarations/evidence',
  'declarations/record',
  'declarations/review',
  'ledger/rule-sets',
  'orgs/absences',
  'orgs/actors',
  'orgs/invitations',
  'orgs/joins',
  'orgs/licences',
  'orgs/reviews',
  'orgs/sessions',
  'orgs/staff',
  'orgs/units',
  'people/employments',
  'platform/personal',
]
