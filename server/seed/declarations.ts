import type { DeclarationForm } from '@xueshi/contract/declarations'
import { addDays } from '@xueshi/contract/year'
import * as declarations from '../src/declarations/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import { declare, type Life, officeAbove, passDays } from './live.ts'
import type { SeedPerson } from './people.ts'

/** What became of a further record of a few people, so that there is something of every kind to look at. */
const further: Readonly<Record<string, (life: Life, me: Actor, year: number) => Promise<void>>> = {
  // A rejection that is appealed against.
  林晓雯: async (life, me, year) => {
    const form = { ...lecture, ...daysOf(year, '05-20', 1) }
    const { id, version } = await declare(life, me, { form, fate: 'rejected' }, 9001)
    passDays(life, 2)
    const reason = '讲座由学会主办，内容为本专业新技术，附件第二页有签到记录，请复核。'
    await declarations.appeal(me, id, { version, reason })
  },
  // Hours that an authority took back.
  欧阳䶮: async (life, me, year) => {
    const form = { ...seminar, ...daysOf(year, '06-10', 2) }
    const { id, version } = await declare(life, me, { form, fate: 'recognised' }, 9002)
    passDays(life, 10)
    await declarations.revoke(await officeAbove(life, id), id, {
      version,
      decision: '抽查处理决定（演示）第 1 号',
      reason: '抽查发现签到表与培训机构存档不一致。',
    })
  },
  // Two records on the same days: the checks point at the second.
  何嘉欣: async (life, me, year) => {
    const days = daysOf(year, '07-06', 2)
    await declare(life, me, { form: { ...seminar, ...days }, fate: 'recognised' }, 9003)
    const other = { ...seminar, name: '工程伦理与职业规范', ...days }
    await declare(life, me, { form: other, fate: 'submitted' }, 9004)
  },
}

/** Adds the further record of a person who has one, in the last of the years. */
export async function declareFurther(
  life: Life,
  me: Actor,
  { name }: SeedPerson,
  year: number,
): Promise<void> {
  await further[name]?.(life, me, year)
}

const daysOf = (year: number, from: string, days: number) => {
  const startOn = `${year}-${from}`
  return { startOn, endOn: addDays(startOn, days - 1) }
}

const lecture: Omit<DeclarationForm, 'startOn' | 'endOn'> = {
  name: '新型功率器件及其应用讲座',
  category: 'elective',
  form: '05',
  institution: '岭南智造工程技术有限公司（演示）',
  claimedTenths: 40,
}
const seminar: Omit<DeclarationForm, 'startOn' | 'endOn'> = {
  name: '智能制造系统集成研修',
  category: 'professional',
  form: '03',
  institution: '大湾区数字技能学院（演示）',
  claimedTenths: 120,
}
