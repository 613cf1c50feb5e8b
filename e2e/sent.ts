import type { APIRequestContext } from '@playwright/test'
import { maskPhone } from '@xueshi/contract/phone'
import { listSent } from '@xueshi/contract/messages'
import { ask } from './ask.ts'
import { expect } from './test.ts'

/** The codes that went to the phone so far, newest first, as the demo shows what it would have sent. */
async function codesTo(request: APIRequestContext, phone: string): Promise<string[]> {
  const { items } = await ask(request, listSent, {})
  return items
    .filter(({ title, addressMasked }) => title === '验证码' && addressMasked === maskPhone(phone))
    .map(({ text }) => /\d{6}/.exec(text)?.[0] ?? '')
}

/** What `act` has sent to the phone. */
export async function codeSentBy(
  request: APIRequestContext,
  phone: string,
  act: () => Promise<void>,
): Promise<string> {
  const before = (await codesTo(request, phone)).length
  await act()
  const codes = async () => codesTo(request, phone)
  await expect.poll(async () => (await codes()).length).toBeGreaterThan(before)
  const [code = ''] = await codes()
  return code
}
