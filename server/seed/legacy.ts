import { Readable } from 'node:stream'
import type { LegacyDetail } from '@xueshi/contract/legacy'
import { legacyWorks } from '../src/legacy/jobs.ts'
import * as legacy from '../src/legacy/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { csvType } from '../src/platform/sheet.ts'
import * as tasks from '../src/tasks/service.ts'
import { numberOfPerson } from './past-ledger.ts'
import { platformAt, type World } from './world.ts'

const headers =
  '姓名,证件号码,工作单位,培训年度,专业系列,课目类型,课程名称,学时,施教机构,继续教育证书号'
const actors = { anew: orgs.actorAnew, system: orgs.systemActor }
const day = 86_400_000

/**
 * 历史数据导入 of the demo county: a year that stands, one that was taken back, one that nobody imported
 * within a month, one that waits for the office's control totals, and one with a name to look at.
 */
export async function bringPastYears(platform: Platform, world: World): Promise<void> {
  const clerk = world.clerks.get(world.unitIds.get('hrss-tianhe') ?? '')
  if (!clerk) throw new Error('the county has no office')
  const present = platform.clock.now().getTime()
  const at = (days: number) =>
    orgs.actorFor(platformAt(platform, new Date(present - days * day)).platform, clerk)

  const first = await check(await at(20), '2015 年度台账', ledgerOf(2015, ['谭雨晴', '邱俊豪']))
  await commit(await at(19), first)
  await withdrawYear(at)
  await check(await at(2), '2016 年度台账', ledgerOf(2016, ['谭雨晴', '邱俊豪', '陆晓彤']))
  // 是同一人? The number is that of somebody whose name was written otherwise.
  await check(await at(1), '2013 年度台账', ledgerOf(2013, ['谭雨情']))
}

/** A year under a wrong name that was imported and taken back, and a file that nobody wanted after a month. */
async function withdrawYear(at: (days: number) => Promise<Actor>): Promise<void> {
  const rows = ledgerOf(2014, ['谭雨晴', '邱俊豪'])
  await check(await at(45), '2014 年度台账（旧表）', rows)
  await legacy.sweep(orgs.systemActor((await at(14)).platform))
  const committed = await commit(await at(12), await check(await at(13), '2014 年度台账', rows))
  const actor = await at(11)
  const { id, version } = committed
  const reason = '原单位送错了年度，以更正后的台账为准。'
  const { taskId } = await legacy.undo(actor, { id, version, reason })
  await run(actor, taskId)
}

/** 正式导入 with the office's own totals, which agree. */
async function commit(actor: Actor, { id, version, totals }: LegacyDetail): Promise<LegacyDetail> {
  const controls = totals.map(({ year, category, hoursTenths }) => ({
    year,
    category,
    hoursTenths,
  }))
  const { taskId } = await legacy.commit(actor, { id, version, controls })
  await run(actor, taskId)
  return legacy.read(actor, id)
}

/** A small unit's ledger of a year: what 72 hours asked then, and each one's certificate. */
const ledgerOf = (year: number, names: readonly string[]): string[] =>
  names.flatMap((name, person) => {
    const who = `${name},${numberOfPerson(person * 977, 1975)},岭南老机械厂（演示）,${year},工程技术`
    return [
      `${who},公需课,专业技术人员职业道德,18,岭南职工学校（演示）,演示旧证〔${year}〕000${person + 1}号`,
      `${who},专业课,机械设计岗位进修,42,岭南职工学校（演示）,`,
      `${who},选修课,公文写作,12,岭南职工学校（演示）,`,
    ]
  })

const run = ({ platform }: Actor, taskId: string) =>
  tasks.runTask(platform, { works: legacyWorks, actors }, taskId)

async function check(actor: Actor, name: string, rows: readonly string[]) {
  const bytes = Buffer.from([headers, ...rows].join('\n'))
  const place = { name: `${name}.csv`, sizeBytes: bytes.length }
  const { id: inputId } = await legacy.openInput(actor, place)
  const stored = await actor.platform.locker.put(Readable.from([bytes]))
  await tasks.inputReceiver.receive(actor, inputId, { ...stored, type: csvType })
  const { id, taskId } = await legacy.check(actor, { name, inputId })
  await run(actor, taskId)
  return legacy.read(actor, id)
}
