import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type listTopicCatalogue,
  type listTopics,
  type Topic,
  type TopicForm,
  topicIssues,
  type TopicMove,
  topicMoves,
} from '@xueshi/contract/training/topics'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { placeName } from '../courses/rules.ts'
import * as store from './store.ts'

const pageLength = 20

/** The office that the actor keeps the catalogue for, with its region. 404 from any other seat. */
function officeOf(actor: Actor): { unitId: string; regionCode: string } {
  const { scope } = signedIn(actor)
  return scope.kind === 'region' ? scope : fail('NOT_FOUND')
}

function present(row: store.TopicRow): Topic {
  const { unitName, regionCode, updatedAt, ...topic } = row
  // A topic that was published once is withdrawn afterwards, never a draft again.
  const facts = { own: true, neverPublished: topic.state === 'draft' }
  return {
    ...topic,
    office: { name: unitName, regionPath: placeName(regionCode) },
    updatedAt: updatedAt.toISOString(),
    open: openMoves(topicMoves, topic.state, 'hrss', facts),
  }
}

/** What the actor's office keeps, of the newest year first, 20 at a time. */
export async function list(
  actor: Actor,
  { after, year }: Query<typeof listTopics>,
): Promise<Reply<typeof listTopics>> {
  const { unitId } = officeOf(actor)
  const last = after === undefined ? undefined : readCursor(after, z.tuple([z.int(), z.uuid()]))
  const page = { year: year === undefined ? undefined : Number(year), after: last }
  const rows = await store.list(actor.platform.db, unitId, page, pageLength + 1)
  const end = rows.length > pageLength ? rows[pageLength - 1] : undefined
  return {
    items: rows.slice(0, pageLength).map(present),
    next: end ? writeCursor([end.year, end.id]) : null,
  }
}

/** One topic of the actor's office. 404 for any other. */
export async function read(actor: Actor, id: string): Promise<Topic> {
  return readIn(actor.platform.db, actor, id)
}

async function readIn(db: Db, actor: Actor, id: string): Promise<Topic> {
  const row = await store.find(db, officeOf(actor).unitId, id)
  return row ? present(row) : fail('NOT_FOUND')
}

const issuesOf = (actor: Actor, form: TopicForm) =>
  topicIssues(form, yearOf(actor.platform.clock.now()))
const titleTaken = (): never => fail('INVALID', { fields: { title: 'TOPIC_TAKEN' } })

/** 添加: a draft stands. INVALID at `title` where the office has it on this platform in the year. */
export async function create(actor: Actor, form: TopicForm): Promise<Topic> {
  const office = officeOf(actor)
  failOnIssues(issuesOf(actor, form))
  const at = actor.platform.clock.now()
  const { id } = await transaction(actor, async (tx) => {
    const topic = { ...form, ...keptOf(office), id: newId(at), at }
    if (!(await store.insert(tx, topic))) return titleTaken()
    await audit.record(tx, actor, { act: 'topic.create', recordId: topic.id, facts: form })
    return topic
  })
  return read(actor, id)
}
const keptOf = ({ unitId, regionCode }: { unitId: string; regionCode: string }) => ({
  unitId,
  regionCode,
})

type Seen = { id: string; version: number }

/** 保存: what the form says holds, for the public too where the topic is published. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: TopicForm },
): Promise<Topic> {
  failOnIssues(issuesOf(actor, form))
  const former = await read(actor, id)
  return move(actor, 'edit', { id, version }, form, {
    before: { ...former, open: [] },
    after: form,
  })
}

/** 公布: it stands in the public catalogue of its region. */
export const publish = (actor: Actor, seen: Seen) => moveTo(actor, 'publish', seen)
/** 撤下: it stands there no more; it may be published again. */
export const withdraw = (actor: Actor, seen: Seen) => moveTo(actor, 'withdraw', seen)

const moveTo = (actor: Actor, name: 'publish' | 'withdraw', seen: Seen) =>
  move(actor, name, seen, { state: topicMoves[name].to }, {})

async function move(
  actor: Actor,
  name: Exclude<TopicMove, 'delete'>,
  { id, version }: Seen,
  values: Parameters<typeof store.change>[2],
  facts: Parameters<typeof audit.record>[2]['facts'],
): Promise<Topic> {
  const { unitId } = officeOf(actor)
  const { from } = topicMoves[name]
  const guard = { id, version, from, unitId, at: actor.platform.clock.now() }
  await transaction(actor, async (tx) => {
    const outcome = await store.change(tx, guard, values)
    if (outcome === 'taken') titleTaken()
    if (outcome === 'refused') {
      const current = await readIn(tx, actor, id)
      fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
    }
    await audit.record(tx, actor, { act: `topic.${name}`, recordId: id, ...(facts && { facts }) })
    return { id }
  })
  return read(actor, id)
}

/** 删除: a draft is gone. */
export async function remove(actor: Actor, id: string): Promise<{ deleted: true }> {
  const { unitId } = officeOf(actor)
  await transaction(actor, async (tx) => {
    if (!(await store.remove(tx, unitId, id)))
      fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    await audit.record(tx, actor, { act: 'topic.delete', recordId: id })
    return { id }
  })
  return { deleted: true }
}

const province = '440000'

/** 公需课目录 of a year, for anybody: the province's, and those of the place that is asked for. */
export async function listCatalogue(
  { platform: { db } }: Actor,
  { after, year, region = province }: Query<typeof listTopicCatalogue>,
): Promise<Reply<typeof listTopicCatalogue>> {
  const last =
    after === undefined
      ? undefined
      : readCursor(after, z.tuple([z.string(), z.iso.date(), z.uuid()]))
  const regions = regionPath(region).map(({ code }) => code)
  const page = { year: Number(year), regions, after: last }
  const rows = await store.listCatalogue(db, page, pageLength + 1)
  const end = rows.length > pageLength ? rows[pageLength - 1] : undefined
  return {
    items: rows
      .slice(0, pageLength)
      .map(({ unitName, regionCode, version: _v, state: _s, updatedAt: _u, ...topic }) => ({
        ...topic,
        office: { name: unitName, regionPath: placeName(regionCode) },
      })),
    next: end ? writeCursor([end.regionCode, end.openFrom, end.id]) : null,
  }
}
