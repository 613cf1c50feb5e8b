import type { APIRequestContext } from '@playwright/test'
import { maskEmail } from '@xueshi/contract/accounts/contacts'
import { maskPhone } from '@xueshi/contract/phone'
import { listSent } from '@xueshi/contract/messages'
import { ask } from './ask.ts'
import { expect } from './test.ts'

/** The codes that went to the phone or e-mail so far, newest first, as the demo shows what it would have sent. */
async function codesTo(request: APIRequestContext, address: string): Promise<string[]> {
  const { items } = await ask(request, listSent, {})
  const masked = address.includes('@') ? maskEmail(address) : maskPhone(address)
  return items
    .filter(({ title, addressMasked }) => title === '验证码' && addressMasked === masked)
    .map(({ text }) => /\d{6}/.exec(text)?.[0] ?? '')
}

/** What `act` has sent to the phone or e-mail. */
export async function codeSentBy(
  request: APIRequestContext,
  address: string,
  act: () => Promise<void>,
): Promise<string> {
  const before = (await codesTo(request, address)).length
  await act()
  const codes = async () => codesTo(request, address)
  await expect.poll(async () => (await codes()).length).toBeGreaterThan(before)
  const [code = ''] = await codes()
  return code
}
