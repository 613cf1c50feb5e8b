import { Readable } from 'node:stream'
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

/** 历史数据导入 of the demo county: a year that stands, and one that waits for the office's control totals. */
export async function bringPastYears(platform: Platform, world: World): Promise<void> {
  const clerk = world.clerks.get(world.unitIds.get('hrss-tianhe') ?? '')
  if (!clerk) throw new Error('the county has no office')
  const present = platform.clock.now().getTime()
  const at = (days: number) =>
    orgs.actorFor(platformAt(platform, new Date(present - days * day)).platform, clerk)

  const first = await check(await at(20), '2015 年度台账', ledgerOf(2015, ['谭雨晴', '邱俊豪']))
  const controls = first.totals.map(({ year, category, hoursTenths }) => ({
    year,
    category,
    hoursTenths,
  }))
  const actor = await at(19)
  const { id, version } = first
  const { taskId } = await legacy.commit(actor, { id, version, controls })
  await run(actor, taskId)
  await check(await at(2), '2016 年度台账', ledgerOf(2016, ['谭雨晴', '邱俊豪', '陆晓彤']))
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
