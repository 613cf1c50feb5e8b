import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import { Instant, SavedVersion } from '../shapes.ts'
import { text } from '../text.ts'
import { topics, type Topic } from './topics.ts'
import { channels } from './topics/topic-text.ts'

const topicNames = Object.keys(topics) as [Topic, ...Topic[]] // the table's own keys
export const TopicName = z.enum(topicNames)

export const TemplateForm = z.object({
  title: text({ min: 1, max: 40 }),
  text: text({ min: 1, max: 300 }),
})
export type TemplateForm = z.infer<typeof TemplateForm>

/** `{name}` wherever it stands in a template. */
export const factsIn = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/**
 * What the shape alone cannot say: the text keeps every fact that the shipped one has (a link, a
 * reason), and names none that this topic does not have. Field → issue code.
 */
export function templateIssues(topic: Topic, form: Part<TemplateForm>): Record<string, string> {
  const shipped = topics[topic]
  const known = new Set([...factsIn(shipped.title), ...factsIn(shipped.text)])
  const issues: Record<string, string> = {}
  for (const field of ['title', 'text'] as const)
    if (factsIn(form[field] ?? '').some((name) => !known.has(name)))
      issues[field] = 'TEMPLATE_FACT_UNKNOWN'
  const kept = new Set(factsIn(form.text ?? shipped.text))
  if (factsIn(shipped.text).some((name) => !kept.has(name))) issues['text'] ??= 'TEMPLATE_FACT_LOST'
  return issues
}

export const MessageTemplate = z.object({
  topic: TopicName,
  /** 0: the shipped text holds. */
  version: SavedVersion,
  ...TemplateForm.shape,
  shipped: TemplateForm,
  channels: z.array(z.enum(channels)),
  must: z.boolean(),
  changedAt: z.nullable(Instant),
  byName: z.nullable(z.string()),
})
export type MessageTemplate = z.infer<typeof MessageTemplate>

/** 消息模板: every topic with what it says. */
export const listTemplates = endpoint('GET /administration/templates', {
  summary: '消息模板',
  by: ['systemAdmin'],
  repeat: 'natural',
  reply: z.object({ items: z.array(MessageTemplate) }),
})

/** The shipped text saved again takes the place of what was put there. STALE: somebody saved in between. */
export const saveTemplate = endpoint('PUT /administration/templates/:topic', {
  summary: '保存消息模板',
  by: ['systemAdmin'],
  repeat: 'natural',
  params: z.object({ topic: TopicName }),
  body: z.object({ version: SavedVersion, form: TemplateForm }),
  reply: MessageTemplate,
  errors: ['STALE'],
})
