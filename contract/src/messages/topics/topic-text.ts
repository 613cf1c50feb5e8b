/** Ways out of the portal; the portal itself always shows the message. */
export const channels = ['sms', 'email'] as const
export type Channel = (typeof channels)[number]

/**
 * What a message says and where it goes. `{name}` is filled from the message's facts. `must`: it
 * concerns the safety of the account or somebody's rights, so its channels cannot be turned off.
 */
export type TopicText = {
  title: string
  text: string
  channels: readonly Channel[]
  must: boolean
}
export type TopicTexts = Readonly<Record<string, TopicText>>

export const plain = { channels: [], must: false } as const
export const posted = { channels: ['email'], must: false } as const
export const called = { channels: ['sms', 'email'], must: false } as const
export const safety = { channels: ['sms', 'email'], must: true } as const
