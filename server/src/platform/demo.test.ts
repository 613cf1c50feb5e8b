import { expect, test } from 'vitest'
import logins from '../../seed/logins.json' with { type: 'json' }
import { loginTable } from './demo.ts'

test('the table of logins: a line each, and how those go on that need a second factor', async () => {
  const lines = await loginTable()
  const last = lines.pop()
  expect(lines).toHaveLength(logins.length)
  for (const [at, { role, account, password }] of logins.entries())
    expect(lines[at]).toMatch(new RegExp(`^${role} +${account} +${password} `))
  expect(last).toContain('totp in server/seed/logins.json')
})
