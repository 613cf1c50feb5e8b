import { type RuleSetDetail, type RuleSetForm, ruleSetFormOf } from '@xueshi/contract/ledger'
import { addDays, startOf, todayIn, yearOf } from '@xueshi/contract/year'
import { ledgerWorks } from '../src/ledger/jobs.ts'
import * as editor from '../src/ledger/rule-set-editor/service.ts'
import * as publishing from '../src/ledger/rule-publishing/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as tasks from '../src/tasks/service.ts'
import { platformAt, type World } from './world.ts'

const hour = 3_600_000
const actors = { anew: orgs.actorAnew, system: orgs.systemActor }
/** A series that nobody of the demo province has: what these rules say touches nobody's year. */
const coaches = { code: '14', label: '体育教练' }

/**
 * 学时规则 that the province's office writes for next year, in each of their states: one that another
 * replaced before it was used, that other one, one that waits for the first of January, and a draft.
 */
export async function makeRuleSets(platform: Platform, world: World): Promise<void> {
  const officer = world.managers.get(world.unitIds.get('hrss-province') ?? '')
  if (!officer) throw new Error('the province has no office')
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 9 * hour
    return orgs.actorFor(
      platformAt(platform, new Date(Math.min(at, present.getTime()))).platform,
      officer,
    )
  }
  const year = yearOf(present) + 1
  const { items } = await editor.list(await daysAgo(40), {})
  const held = items.find((set) => set.state === 'effective' && set.yearTo === null)
  if (!held) throw new Error('no rules hold')

  const of = (publicTenths: number, given: Partial<RuleSetForm>): Change => ({
    series: coaches.code,
    yearFrom: year,
    yearTo: null,
    minima: { public: publicTenths, professional: 420, elective: 180 },
    totalTenths: publicTenths + 600,
    source: `演示文件（${year}）第 14 号`,
    confirmed: false,
    ...given,
  })
  const name = `广东 ${coaches.label} ${year} 年度起（演示）`
  const first = await write(await daysAgo(40), held.id, of(320, { name: `${name} 旧版` }))
  await publish(await daysAgo(39), first, null)
  const second = await write(await daysAgo(20), held.id, of(330, { name }))
  const current = await publish(await daysAgo(19), second, null)
  const coming = { name: `${name} 修订` }
  const third = await write(await daysAgo(6), current.id, of(340, coming))
  await publish(await daysAgo(5), third, startOf(`${year}-01-01`).toISOString())
  await write(await daysAgo(1), current.id, of(360, { name: `${name} 征求意见稿` }))
}

type Change = Partial<RuleSetForm>

/** 复制为草稿, and what it says instead. */
async function write(actor: Actor, fromId: string, change: Change): Promise<RuleSetDetail> {
  const draft = await editor.copy(actor, fromId)
  const form = { ...ruleSetFormOf(draft), ...change }
  return editor.edit(actor, draft.id, { version: draft.version, form })
}

/** Counted, then 发布 at its moment, or at once. */
async function publish(
  actor: Actor,
  { id, version }: RuleSetDetail,
  effectiveAt: string | null,
): Promise<RuleSetDetail> {
  await run(actor, (await publishing.beginCount(actor, id, version)).id)
  const counted = await editor.read(actor, id)
  const published = await publishing.publish(actor, id, { version: counted.version, effectiveAt })
  if (effectiveAt === null && published.taskId !== null) await run(actor, published.taskId)
  return editor.read(actor, id)
}

const run = ({ platform }: Actor, taskId: string) =>
  tasks.runTask(platform, { works: ledgerWorks, actors }, taskId)
