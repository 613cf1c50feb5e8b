import type { Register } from '../personal-columns.ts'

export const accountColumns: Register = {
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
}
