import type { Platform } from '../src/platform/platform.ts'
import { makeCourse } from './courses.ts'
import type { World } from './world.ts'

const names = {
  public: '新质生产力公需课',
  professional: '护理安全管理',
  elective: '岭南选修课',
} as const

/** A filed course of six hours for the classes of a year; answers its id. */
export async function makeClassCourse(
  platform: Platform,
  world: World,
  {
    unit,
    category,
    series,
    year,
  }: {
    unit: string
    category: keyof typeof names
    series?: string | undefined
    year: number
  },
): Promise<string> {
  const thisYear = platform.clock.now().getUTCFullYear()
  const seed = {
    unit,
    name: `${names[category]}（${year}）`,
    category,
    series: series ?? null,
    after: year - thisYear,
    fate: 'filed' as const,
    parts: [[names[category], 6, null]] as const,
  }
  // Filed in the autumn before its year.
  const { id } = await makeCourse(platform, world, seed, `${year - 1}-10-08`)
  return id
}
