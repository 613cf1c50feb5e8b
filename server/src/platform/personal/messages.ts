import type { Register } from '../personal-columns.ts'

export const messageColumns: Register = {
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
  message_templates: [
    { purpose: 'who put it otherwise', retention: 'audit', columns: { by_name: 'clear' } },
  ],
  message_preferences: [
    {
      purpose: 'not telling where a person does not want it',
      retention: 'account',
      columns: { sms: 'clear', email: 'clear' },
    },
  ],
}
