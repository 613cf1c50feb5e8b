import type { Course, CourseForm } from '@xueshi/contract/training/courses'
import { addDays, startOf, todayIn, yearOf } from '@xueshi/contract/year'
import * as orgs from '../src/orgs/service.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as courses from '../src/training/courses/service.ts'
import * as filings from '../src/training/filings/service.ts'
import * as topics from '../src/training/topics/service.ts'
import { platformAt, type World } from './world.ts'

/** How far a course of the demo province goes. */
type Fate = Course['state']
export type SeedCourse = Pick<CourseForm, 'name' | 'category'> &
  Partial<CourseForm> & {
    /** The organiser's key. */
    unit: string
    /** Years from this one. */
    after: number
    fate: Fate
    /** Hours of each 科目. */
    parts: readonly (readonly [name: string, hours: number, teachers: string | null])[]
  }

const seedCourses: readonly SeedCourse[] = [
  {
    unit: 'centre',
    name: '新质生产力与现代化产业体系',
    category: 'public',
    after: 0,
    fate: 'published',
    audience: '全体专业技术人员',
    parts: [
      ['新质生产力概论', 15, '黄德聪'],
      ['现代化产业体系案例', 15, '李文彬'],
    ],
  },
  {
    unit: 'centre',
    name: '知识产权保护与运用',
    category: 'elective',
    after: 0,
    fate: 'published',
    shared: true,
    parts: [['知识产权保护与运用', 18, '陈婉仪']],
  },
  {
    unit: 'centre',
    name: '数字化工具实务',
    category: 'elective',
    after: 0,
    fate: 'filed',
    parts: [['数字化工具实务', 12, null]],
  },
  {
    unit: 'centre',
    name: '职业道德与心理健康',
    category: 'elective',
    after: -1,
    fate: 'closed',
    parts: [['职业道德与心理健康', 18, null]],
  },
  {
    unit: 'centre',
    name: '人工智能通识',
    category: 'public',
    after: 1,
    fate: 'submitted',
    parts: [
      ['人工智能基础', 10, '林子轩'],
      ['行业应用', 10, '林子轩'],
      ['伦理与安全', 10, null],
    ],
  },
  {
    unit: 'centre',
    name: '绿色低碳与可持续发展',
    category: 'elective',
    after: 1,
    fate: 'returned',
    parts: [['绿色低碳与可持续发展', 18, null]],
  },
  {
    unit: 'centre',
    name: '工程项目管理前沿',
    category: 'professional',
    series: '05',
    levels: ['intermediate', 'assistant'],
    after: 1,
    fate: 'draft',
    audience: '从事工程建设的专业技术人员',
    parts: [
      ['项目全过程管理', 24, '梁志明'],
      ['造价与合同', 18, '谢文静'],
    ],
  },
  {
    unit: 'medical',
    name: '基层常见病规范诊疗',
    category: 'professional',
    series: '04',
    after: 0,
    fate: 'published',
    audience: '基层医疗卫生机构的医师和护士',
    parts: [
      ['高血压与糖尿病管理', 24, '苏敏仪'],
      ['急救技能', 18, '区健民'],
    ],
  },
  {
    unit: 'health',
    name: '卫生技术人员医德医风',
    category: 'professional',
    series: '04',
    after: 0,
    fate: 'published',
    shared: true,
    parts: [['医德医风', 12, null]],
  },
  {
    unit: 'health',
    name: '卫生应急能力提升',
    category: 'professional',
    series: '04',
    after: 1,
    fate: 'submitted',
    parts: [['卫生应急', 12, null]],
  },
  {
    unit: 'teachers',
    name: '新课标与课堂教学',
    category: 'professional',
    series: '22',
    after: 0,
    fate: 'published',
    parts: [
      ['新课标解读', 22, '曾晓彤'],
      ['课堂观察与评价', 20, null],
    ],
  },
  {
    unit: 'digital',
    name: '人工智能赋能制造业',
    category: 'public',
    after: 0,
    fate: 'published',
    summary: '面向制造业专业技术人员的公需课。\n含六个企业案例。',
    parts: [['人工智能赋能制造业', 30, '石磊']],
  },
]

const seedTopics = [
  ['新质生产力与现代化产业体系', 0, 'published'],
  ['人工智能赋能制造业', 0, 'published'],
  ['百县千镇万村高质量发展工程', -1, 'withdrawn'],
  ['人工智能通识', 1, 'draft'],
] as const

/** Courses and the yearly 公需课目录, each act on the day on which it would have been done. Answers the courses. */
export async function makeCourses(platform: Platform, world: World): Promise<Course[]> {
  const now = platform.clock.now()
  const thisYear = yearOf(now)
  const made: Course[] = []
  for (const [at, seed] of seedCourses.entries()) {
    // Next year's courses are planned in autumn, this year's were a year ago.
    const planned =
      seed.after > 0 ? addDays(todayIn(now), at - 40) : `${thisYear - 1}-11-0${1 + (at % 8)}`
    made.push(await makeCourse(platform, world, seed, planned))
  }
  const office = await actorAt(platform, world, world.unitIds.get('hrss-province') ?? '')
  for (const [title, after, state] of seedTopics) {
    const year = thisYear + after
    const day = after > 0 ? addDays(todayIn(now), -3) : `${thisYear - 1}-12-10`
    const draft = await topics.create(office(day), {
      year,
      title,
      hoursTenths: 300,
      platform: '广东省专业技术人员学习平台（演示）',
      url: 'https://learn.example.com',
      platformCode: null,
      openFrom: `${year}-04-01`,
      openTo: `${year}-12-31`,
      note: null,
    })
    if (state === 'draft') continue
    const published = await topics.publish(office(`${thisYear - 1}-12-12`), draft)
    if (state === 'withdrawn') await topics.withdraw(office(`${thisYear - 1}-12-14`), published)
  }
  return made
}

/** Whoever does the unit's daily work, at ten in the morning of a day; never after the present. */
async function actorAt(platform: Platform, { clerks }: World, unitId: string) {
  const clerk = clerks.get(unitId)
  if (!clerk) throw new Error('a unit of the demo province has no clerk')
  const actor = await orgs.actorFor(platform, clerk)
  return (day: string) => {
    const at = Math.min(startOf(day).getTime() + 10 * 3_600_000, platform.clock.now().getTime())
    return { ...actor, ...platformAt(platform, new Date(at)) }
  }
}

export async function makeCourse(
  platform: Platform,
  world: World,
  { unit, after, fate, parts, ...given }: SeedCourse,
  day: string,
): Promise<Course> {
  const organiser = await actorAt(platform, world, world.unitIds.get(unit) ?? '')
  const draft = await courses.create(organiser(day), {
    series: null,
    levels: [],
    audience: null,
    summary: null,
    shared: false,
    ...given,
    year: yearOf(platform.clock.now()) + after,
    subjects: parts.map(([name, hours, teachers]) => ({
      name,
      hoursTenths: hours * 10,
      teachers,
    })),
  })
  if (fate === 'draft') return draft
  const sent = await courses.submit(organiser(addDays(day, 1)), draft)
  if (fate === 'submitted') return sent
  const { officeUnitId } = await platform.db
    .selectFrom('courses')
    .select('officeUnitId')
    .where('id', '=', sent.id)
    .executeTakeFirstOrThrow()
  const office = await actorAt(platform, world, officeUnitId ?? '')
  const decided = office(addDays(day, 4))
  if (fate === 'returned')
    return filings.giveBack(decided, { ...sent, reason: '请写明授课老师，并按科目分列学时。' })
  const filed = await filings.file(decided, sent)
  if (fate === 'filed') return filed
  const published = await courses.publish(organiser(addDays(day, 5)), filed)
  return fate === 'closed' ? courses.close(organiser(addDays(day, 6)), published) : published
}
