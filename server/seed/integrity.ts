import { Readable } from 'node:stream'
import type { CaseForm } from '@xueshi/contract/integrity'
import { addDays, startOf } from '@xueshi/contract/year'
import * as decisions from '../src/integrity/decisions/service.ts'
import * as evidence from '../src/integrity/evidence/service.ts'
import * as integrity from '../src/integrity/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedPdf } from './evidence-files.ts'
import { later, makeStaff, platformAt, type World } from './world.ts'

type Entry = Partial<CaseForm> & { subject: string; facts: string }

const hour = 3_600_000

/** A few cases of the county's office, one in each state, about people and an institution of the county. */
export async function enterCases(
  platform: Platform,
  world: World,
  { today, year, subjects }: { today: string; year: number; subjects: readonly string[] },
): Promise<void> {
  const officeId = world.unitIds.get('hrss-tianhe') ?? ''
  const at = (daysAgo: number) => {
    const instant = startOf(addDays(today, -daysAgo)).getTime() + 10 * hour
    return platformAt(platform, new Date(instant)).platform
  }
  const clerk = world.clerks.get(officeId)
  if (!clerk) throw new Error('the county has no office')
  const first = await orgs.actorFor(at(40), clerk)
  const colleague = await makeStaff(orgs.systemActor(at(40)), officeId, {
    kind: 'hrss',
    level: 'clerk',
    accountName: 'county_officer',
  })
  const officer = (daysAgo: number) => orgs.actorFor(at(daysAgo), clerk)
  const second = (daysAgo: number) => orgs.actorFor(at(daysAgo), colleague)
  const [one = '', two = '', three = '', four = ''] = subjects

  const expiring = await propose(first, {
    subject: one,
    facts: '同一份结业证书在两个年度重复申报，经核对原件确认。',
    endsOn: addDays(today, -5),
  })
  await decisions.confirm(await second(39), expiring)
  const wrong = await propose(await officer(30), {
    subject: two,
    facts: '举报称其申报的论文并非本人发表，已向期刊编辑部核实。',
  })
  const held = await decisions.confirm(await second(29), wrong)
  await decisions.withdraw(await second(20), { ...held, reason: '编辑部更正：作者确为本人。' })
  const dismissed = await propose(await officer(18), {
    subject: three,
    facts: '系统提示附件重复使用，经核对为同一培训的两份材料。',
  })
  await decisions.dismiss(await second(17), { ...dismissed, reason: '属于正常补充材料。' })
  const suspended = await propose(await officer(12), {
    subject: four,
    facts: '将他人参加的培训申报为本人学时，培训机构签到记录中没有其本人。',
    suspendedYears: [year],
  })
  await decisions.confirm(await second(11), suspended)
  const institution = await propose(await officer(10), {
    subjectKind: 'institution',
    kind: 'irregularClass',
    subject: world.unitIds.get('lingnan') ?? '',
    facts: '一期培训班的签到记录与现场检查人数不符，责令整改并核对学时。',
  })
  await decisions.confirm(await second(9), institution)
  await propose(await officer(2), {
    subject: two,
    facts: '继续教育记录中的培训时间与其出差记录重叠，待审定。',
  })
  await enter(await officer(1), {
    subject: three,
    facts: '收到一份关于学时申报的举报材料，正在核实中。',
  })
  await decisions.expire(at(0))
}

async function enter(officer: Actor, { subject, ...given }: Entry) {
  const { id } = await integrity.create(officer, {
    subjectKind: 'person',
    subjectId: subject,
    kind: 'falsifiedRecord',
    suspendedYears: [],
    noPublishing: false,
    endsOn: null,
    ...given,
  })
  return integrity.read(officer, id)
}

let files = 0

async function propose(officer: Actor, given: Entry) {
  const { id } = await enter(officer, given)
  files += 1
  const bytes = inventedPdf(90_000 + files)
  const place = await evidence.add(officer, id, { name: '核查记录.pdf', sizeBytes: bytes.length })
  const stored = await officer.platform.locker.put(Readable.from([bytes]))
  await evidence.caseReceiver.receive(officer, place.id, { ...stored, type: 'application/pdf' })
  return decisions.propose(later(officer), await integrity.read(officer, id))
}
