import { randomInt } from 'node:crypto'
import { Contact, maskEmail } from '@xueshi/contract/accounts/contacts'
import { topics } from '@xueshi/contract/messages'
import { maskPhone } from '@xueshi/contract/phone'
import * as z from 'zod/mini'
import * as messages from '../../messages/service.ts'
import type { Schedule, Tasks } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { sweepFlows } from '../flows/store.ts'
import { forgetOldDevices } from '../logins/store.ts'
import { codeHash, deviceSeconds } from '../rules.ts'
import * as proofs from './service.ts'
import * as store from './store.ts'

const Sending = z.object({ codeId: z.uuid() })
// Jobs of an older build have no id.
const Former = z.object({
  id: z.optional(z.uuid()),
  accountId: z.uuid(),
  contact: Contact,
  sealed: z.string(),
})
const hourMilliseconds = 3_600_000

type Waiting = NonNullable<Awaited<ReturnType<typeof store.findCode>>>

/** Where the code goes: a new address, the one on file, or nowhere, when that one has not been proven. */
function addressOf(platform: Platform, code: Waiting): string | null {
  const given = proofs.sentTo(platform, code)
  if (given !== null) return given
  if (code.accountId === null) return null
  const isPhone = code.contact === 'phone'
  const isProven = isPhone ? code.provenPhone !== null : code.emailProvenAt !== null
  // To find an account back, only what was proven counts; to prove it, or to claim what an office
  // has put on file, a code goes there for the first time.
  if (code.purpose === 'recovery' && !isProven) return null
  const column = isPhone ? 'phone_sealed' : 'email_sealed'
  const sealed = isPhone ? code.phoneSealed : code.emailSealed
  if (sealed === null) return null
  return platform.cipher.open(sealed, { table: 'accounts', column, id: code.accountId }) || null
}

export const codeTasks: Tasks = {
  /** Makes the code that was asked for and sends it; a code for nobody's name goes nowhere. */
  'accounts.sendCode': async (payload, { platform }) => {
    const { db, clock, indexes } = platform
    const { codeId } = Sending.parse(payload)
    const waiting = await store.findCode(db, codeId, clock.now())
    const address = waiting ? addressOf(platform, waiting) : null
    if (!waiting || address === null) return
    if (!(await proofs.mayBeSent(platform, waiting.accountId ?? address))) return
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    await store.armCode(db, codeId, codeHash(indexes, waiting, code))
    await messages.post(platform, {
      messageId: codeId,
      accountId: waiting.accountId,
      channel: waiting.contact === 'phone' ? 'sms' : 'email',
      topic: 'code',
      address,
      addressMasked: waiting.contact === 'phone' ? maskPhone(address) : maskEmail(address),
      title: '验证码',
      text: `您的验证码是 ${code}，10 分钟内有效。请勿告诉他人，工作人员不会向您索要。`,
      facts: { code },
    })
  },
  /** Whoever still has the former address learns that it is no longer the account's. */
  'accounts.tellFormer': async (payload, { platform }) => {
    const { id, accountId, contact, sealed } = Former.parse(payload)
    const address = platform.cipher.open(
      Buffer.from(sealed, 'base64'),
      proofs.formerPlace(accountId),
    )
    const topic = `${contact}.changed` as const
    const words = await messages.wordsOf(platform.db, [topic])
    const { title, text } = words.get(topic) ?? topics[topic]
    await messages.post(platform, {
      messageId: id ?? null,
      accountId,
      channel: contact === 'phone' ? 'sms' : 'email',
      topic,
      address,
      addressMasked: contact === 'phone' ? maskPhone(address) : maskEmail(address),
      title,
      text,
      facts: {},
    })
  },
  'accounts.sweep': async (_, { platform: { db, clock } }) => {
    const hoursAgo = (hours: number) => new Date(clock.now().getTime() - hours * hourMilliseconds)
    await store.sweepCodes(db, hoursAgo(24))
    await sweepFlows(db, hoursAgo(24))
  },
  'accounts.forgetDevices': async (_, { platform: { db, clock } }) =>
    forgetOldDevices(db, new Date(clock.now().getTime() - deviceSeconds * 1000)),
}

export const codeSchedule: Schedule = [
  { task: 'accounts.sweep', match: '7 * * * *' },
  // The whole table is read, so once a day, while Guangdong sleeps.
  { task: 'accounts.forgetDevices', match: '47 19 * * *' },
]
