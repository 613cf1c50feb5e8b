import { channels, fillText, type Topic, topics } from '@xueshi/contract/messages'
import { maskPhone } from '@xueshi/contract/phone'
import * as z from 'zod/mini'
import * as messages from '../messages/service.ts'
import type { Tasks } from '../platform/jobs.ts'
import type { JsonObject } from '../platform/tables.ts'
import { contactsOf } from './contacts/service.ts'

const isTopic = (topic: string): topic is Topic => Object.hasOwn(topics, topic)
const Payload = z.object({ messageId: z.uuid(), accountId: z.uuid(), topic: z.string() })

/** `z***@example.com` */
const maskEmail = (email: string) => email.replace(/^(.).*(@.*)$/, '$1***$2')

/** A message leaves the portal by each way that its topic has, the person wants, and is known to reach them. */
export const accountTasks: Tasks = {
  'messages.deliver': async (payload, { platform }) => {
    const { messageId, accountId, topic } = Payload.parse(payload)
    if (!isTopic(topic)) return
    const facts = Object(payload['facts']) as JsonObject // written by messages.tell
    const contacts = await contactsOf(platform, accountId)
    const words = await messages.wordsOf(platform.db, [topic])
    const { title, text } = words.get(topic) ?? topics[topic]
    for (const channel of channels.filter((one) =>
      topics[topic].channels.some((way) => way === one),
    )) {
      const address = channel === 'sms' ? contacts.phone : contacts.email
      if (address === null) continue
      if (!(await messages.isWanted(platform.db, accountId, topic, channel))) continue
      await messages.post(platform, {
        messageId,
        accountId,
        channel,
        topic,
        address,
        addressMasked: channel === 'sms' ? maskPhone(address) : maskEmail(address),
        title,
        text: fillText(text, facts),
        facts,
      })
    }
  },
}
