import { Readable } from 'node:stream'
import type { UnitChange } from '@xueshi/contract/orgs/changes'
import { unitNatures } from '@xueshi/contract/orgs/units'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as changes from '../src/orgs/changes/service.ts'
import * as holding from '../src/orgs/holding/service.ts'
import * as papers from '../src/orgs/papers/service.ts'
import * as orgs from '../src/orgs/service.ts'
import * as subUnits from '../src/orgs/sub-units/service.ts'
import { readOwn } from '../src/orgs/units/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedPdf } from './evidence-files.ts'
import { type SeedUnit, units } from './province.ts'
import { makeStaff, makeUnit, platformAt, type Staff, type World } from './world.ts'

const hour = 3_600_000

const company = (key: string, name: string, regionCode = '440106'): SeedUnit => ({
  key,
  name: `${name}（演示）`,
  nature: 'enterprise',
  regionCode,
  capabilities: ['employer'],
})
const lives = [
  company('suspended', '天河云桥物流有限公司'),
  company('closed', '天河旧时光文化有限公司'),
  company('merged', '粤信税务师事务所'),
  company('orphan', '天河百川环保有限公司'),
  company('renaming', '天河木棉软件有限公司'),
  company('renamed', '天河海心文化有限公司'),
  company('kept', '天河南国检验有限公司'),
  company('below', '岭南智造检测中心'),
  company('asking', '岭南智造佛山分公司', '440600'),
]

/**
 * Units of the demo province in the states that no registration leads to: suspended, closed, merged,
 * without a manager, asking to be called otherwise, below another unit or asking to be.
 */
export async function makeUnitLives(platform: Platform, world: World): Promise<void> {
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 9 * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const idOf = (key: string) => world.unitIds.get(key) ?? ''
  const officer = world.clerks.get(idOf('hrss-tianhe'))
  const above = world.managers.get(idOf('lingnan'))
  if (!officer || !above) throw new Error('the demo office or employer has no staff')
  const system = orgs.systemActor(daysAgo(200))
  const made = new Map<string, string>()
  for (const [at, unit] of lives.entries())
    made.set(unit.key, await makeUnit(system, unit, units.length + 1 + at))
  const unit = (key: string) => made.get(key) ?? ''
  const seat = { kind: 'employer', level: 'manager' } as const
  const managerOf = async (key: string) => makeStaff(system, unit(key), seat)

  const desk = (days: number) => orgs.actorFor(daysAgo(days), officer)
  const seen = (key: string, reason: string) => ({ id: unit(key), version: 1, reason })
  await managerOf('suspended')
  await holding.suspend(
    await desk(12),
    seen('suspended', '营业执照被列入经营异常名录，请先办理移出。'),
  )
  await holding.close(await desk(40), seen('closed', '企业已办理注销登记。'))
  const into = { intoId: idOf('accounts') }
  await holding.absorb(await desk(25), { ...seen('merged', '两家事务所已合并。'), ...into })

  const renaming = await managerOf('renaming')
  await askOtherName(await orgs.actorFor(daysAgo(3), renaming), '天河木棉智能软件有限公司（演示）')
  await askBefore({ daysAgo, desk, managerOf })

  for (const key of ['below', 'asking']) {
    const child = await orgs.actorFor(daysAgo(20), await managerOf(key))
    await subUnits.ask(child, { version: 1, parentId: idOf('lingnan') })
  }
  await subUnits.decide(
    await orgs.actorFor(daysAgo(19), above),
    { id: unit('below'), version: 2 },
    'accept',
  )
}

type Asking = {
  daysAgo: (days: number) => Platform
  desk: (days: number) => Promise<Actor>
  managerOf: (key: string) => Promise<Staff>
}

/** 变更申请 that are over: agreed to, refused, taken back. */
async function askBefore({ daysAgo, desk, managerOf }: Asking): Promise<void> {
  const renamed = await orgs.actorFor(daysAgo(60), await managerOf('renamed'))
  const agreed = await askOtherName(renamed, '天河海心沙文化传播有限公司（演示）')
  await changes.approve(await desk(58), agreed)
  const kept = await managerOf('kept')
  const early = await orgs.actorFor(daysAgo(28), kept)
  const { version } = await askOtherName(early, '天河南国检验集团（演示）')
  await changes.withdraw(await orgs.actorFor(daysAgo(27), kept), version)
  const again = await orgs.actorFor(daysAgo(20), kept)
  const refused = await askOtherName(again, '天河南国检验集团（演示）')
  const reason = '登记机关核准的名称为“天河南国检验有限公司”，与申请不一致。'
  await changes.refuse(await desk(18), { ...refused, reason })
}

let scans = 0

async function askOtherName(manager: Actor, name: string): Promise<UnitChange> {
  scans += 1
  const bytes = inventedPdf(990_000 + scans)
  const place = { name: '变更登记通知书.pdf', sizeBytes: bytes.length }
  const { id } = await papers.addOwn(manager, { purpose: 'change', ...place })
  const stored = await manager.platform.locker.put(Readable.from([bytes]))
  await papers.paperReceiver.receive(manager, id, { ...stored, type: 'application/pdf' })
  const { version, code, nature, regionCode } = await readOwn(manager)
  return changes.ask(manager, {
    version,
    code,
    nature: unitNatures.find((each) => each === nature) ?? 'other',
    regionCode,
    name,
    reason: '已办理名称变更登记。',
    paperIds: [id],
  })
}
