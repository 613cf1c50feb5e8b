import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { channels } from './messages/topics/topic-text.ts'
import { Cursor, Done, Id, Instant, pageOf } from './shapes.ts'

export { topics, type Topic } from './messages/topics.ts'
export { channels, type Channel, type TopicText } from './messages/topics/topic-text.ts'

/** A template with its facts filled in; a fact that is missing leaves a dash, never the braces. */
export function fillText(template: string, facts: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = facts[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '—'
  })
}

export const Message = z.object({
  id: Id,
  topic: z.string(),
  title: z.string(),
  text: z.string(),
  /** The record that the message is about, where its page is known by the topic. */
  recordId: z.nullable(Id),
  at: Instant,
  read: z.boolean(),
})
export type Message = z.infer<typeof Message>

/**
 * Whose: without `own`, those of the unit from whose seat one looks. An account of staff alone has a
 * name and a password like any other, and must learn that somebody changed them.
 */
const whose = z.optional(z.enum(['own']))

/** 消息: what was told to the person, or to the unit from whose seat they look. Newest first. */
export const listMessages = endpoint('GET /messages', {
  summary: '消息',
  by: 'signedIn',
  repeat: 'natural',
  query: z.object({ whose, unread: z.optional(z.enum(['1'])), after: z.optional(Cursor) }),
  reply: z.object({ ...pageOf(Message).shape, unread: z.int(), more: z.boolean() }),
})

/** Marks messages as read: the listed ones, or all. */
export const readMessages = endpoint('POST /messages/read', {
  summary: '标为已读',
  by: 'signedIn',
  repeat: 'natural',
  body: z.object({ whose, ids: z.nullable(z.array(Id).check(z.maxLength(100))) }),
  reply: Done,
})

/** How many wait to be read, counted to 99; `more`: there are others. */
export const Unread = z.object({ count: z.int(), more: z.boolean() })
export type Unread = z.infer<typeof Unread>

/** What waits to be read in one's own inbox and at each of one's desks. Looking keeps no login alive. */
export const readUnread = endpoint('GET /messages/unread', {
  summary: '未读消息数',
  by: 'signedIn',
  passive: true,
  repeat: 'natural',
  reply: z.object({
    own: Unread,
    seats: z.array(z.object({ seatId: Id, ...Unread.shape })),
  }),
})

export const Preferences = z.object({ sms: z.boolean(), email: z.boolean() })

/** Which channels a person wants beside the portal. What must be told is told all the same. */
export const readPreferences = endpoint('GET /messages/preferences', {
  summary: '消息渠道',
  by: 'signedIn',
  repeat: 'natural',
  reply: Preferences,
})
export const savePreferences = endpoint('POST /messages/preferences', {
  summary: '保存消息渠道',
  by: 'signedIn',
  repeat: 'natural',
  body: Preferences,
  reply: Preferences,
})

/** In demo mode only: what would have been sent. 404 otherwise. */
export const listSent = endpoint('GET /demo/sent', {
  summary: '演示：发出的短信和邮件',
  by: 'anyone',
  repeat: 'natural',
  reply: z.object({
    items: z.array(
      z.object({
        id: Id,
        channel: z.enum(channels),
        addressMasked: z.string(),
        title: z.string(),
        text: z.string(),
        at: Instant,
        state: z.enum(['waiting', 'sent', 'failed']),
      }),
    ),
  }),
  errors: ['NOT_FOUND'],
})
