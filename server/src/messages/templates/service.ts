import { type Topic, topics } from '@xueshi/contract/messages'
import {
  type MessageTemplate,
  type TemplateForm,
  templateIssues,
} from '@xueshi/contract/messages/templates'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

const names = Object.keys(topics) as Topic[] // the table's own keys
type Row = Awaited<ReturnType<typeof store.listAll>>[number]

/** 消息模板: every topic, as it is shipped or as an administrator put it. */
export async function list({ platform }: Actor): Promise<{ items: MessageTemplate[] }> {
  const rows = await store.listAll(platform.db)
  const byTopic = new Map(rows.map((row) => [row.topic, row]))
  return { items: names.map((topic) => present(topic, byTopic.get(topic))) }
}

function present(topic: Topic, row: Row | undefined): MessageTemplate {
  const { title, text, channels, must } = topics[topic]
  return {
    topic,
    version: row?.version ?? 0,
    title: row?.title ?? title,
    text: row?.text ?? text,
    shipped: { title, text },
    channels: [...channels],
    must,
    changedAt: row?.changedAt.toISOString() ?? null,
    byName: row?.byName ?? null,
  }
}

/**
 * Messages of the topic say this from now on, those that were told before among them: they keep their
 * facts, not their words. INVALID where a fact is lost or unknown, STALE when somebody saved in between.
 */
export async function save(
  actor: Actor,
  topic: Topic,
  { version, form }: { version: number; form: TemplateForm },
): Promise<MessageTemplate> {
  const { name, platform, accountId } = signedIn(actor)
  const issues = templateIssues(topic, form)
  failOnIssues(
    Object.fromEntries(Object.entries(issues).map(([field, code]) => [`form.${field}`, code])),
  )
  const { title, text } = topics[topic]
  const isShipped = form.title === title && form.text === text
  if (!(isShipped && version === 0))
    await transaction(actor, async (tx) => {
      const row = { ...form, topic, version, changedAt: platform.clock.now(), byName: name }
      const isSaved = isShipped ? await store.remove(tx, topic, version) : await store.save(tx, row)
      if (!isSaved) fail('STALE')
      const facts = { topic, isShipped, ...form }
      await audit.record(tx, actor, { act: 'template.save', recordId: null, facts })
      return { id: accountId }
    })
  const { items } = await list(actor)
  return items.find((item) => item.topic === topic) ?? fail('NOT_FOUND')
}

export type Words = { title: string; text: string }

/** What the topics say just now, by topic. */
export async function wordsOf(db: Db, asked: readonly string[]): Promise<Map<string, Words>> {
  const known = asked.filter((topic): topic is Topic => Object.hasOwn(topics, topic))
  if (known.length === 0) return new Map()
  const rows = await store.findTexts(db, known)
  const words = new Map<string, Words>(known.map((topic) => [topic, topics[topic]]))
  for (const { topic, title, text } of rows) words.set(topic, { title, text })
  return words
}
