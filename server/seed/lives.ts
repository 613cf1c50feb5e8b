import type { Category } from '@xueshi/contract/ledger'
import type { DeclarationForm } from '@xueshi/contract/declarations'
import { addDays, daysInclusive } from '@xueshi/contract/year'
import type { Pace } from './people.ts'

/** How a record ends in the demo province. */
export type Fate =
  | 'draft'
  | 'submitted'
  | 'underReview'
  | 'returned'
  | 'resubmitted'
  | 'rejected'
  | 'recognised'
  | 'cut'
export type SeedRecord = { form: DeclarationForm; fate: Fate; isPhoto?: boolean }

type Course = readonly [
  name: string,
  institution: string,
  form: string,
  tenths: number,
  days: number,
]

const courses: Record<Category, readonly Course[]> = {
  public: [
    ['新质生产力与现代化产业体系', '广州市继续教育中心（演示）', '02', 300, 5],
    ['人工智能赋能制造业', '大湾区数字技能学院（演示）', '02', 300, 6],
    ['百县千镇万村高质量发展工程', '广州市继续教育中心（演示）', '02', 300, 5],
  ],
  professional: [
    ['专业技术前沿与案例研修', '佛山工贸职业学院（演示）', '01', 420, 6],
    ['行业标准与质量管理', '岭南智造工程技术有限公司（演示）', '01', 420, 6],
    ['数字化工具实务', '大湾区数字技能学院（演示）', '01', 420, 7],
  ],
  elective: [
    ['知识产权保护与运用', '广州市继续教育中心（演示）', '02', 180, 3],
    ['职业道德与心理健康', '南粤教师发展学院（演示）', '02', 180, 4],
    ['绿色低碳与可持续发展', '佛山工贸职业学院（演示）', '02', 180, 3],
  ],
}

/** The months of a year that have passed, as whole days; the demo never declares the future. */
function dayIn(year: number, share: number, days: number, today: string): string {
  const first = `${year}-01-05`
  const last = `${year}-12-20` < today ? `${year}-12-20` : today
  const room = Math.max(0, daysInclusive(first, last) - days - 1)
  return addDays(first, Math.floor(room * share))
}

function record(
  category: Category,
  year: number,
  { at, share, fate, today }: { at: number; share: number; fate: Fate; today: string },
): SeedRecord {
  const [name, institution, form, claimedTenths, days] = courses[category][at % 3] ??
    courses[category][0] ?? ['', '', '01', 80, 1]
  const startOn = dayIn(year, share, days, today)
  const endOn = addDays(startOn, days - 1)
  return {
    form: { name, category, form, institution, startOn, endOn, claimedTenths },
    fate,
    isPhoto: at % 4 === 1,
  }
}

const smaller = (one: SeedRecord, claimedTenths: number): SeedRecord => ({
  ...one,
  form: { ...one.form, claimedTenths },
})

const openFates: readonly Fate[] = [
  'submitted',
  'returned',
  'draft',
  'rejected',
  'cut',
  'underReview',
  'resubmitted',
]

/** What the `at`-th person of the province declared in the three years up to `lastYear`, oldest first. */
export function recordsOf(pace: Pace, at: number, lastYear: number, today: string): SeedRecord[] {
  const whole = (year: number) => [
    record('public', year, { at, share: 0.15, fate: 'recognised', today }),
    record('professional', year, { at: at + 1, share: 0.45, fate: 'recognised', today }),
    record('elective', year, { at: at + 2, share: 0.75, fate: 'recognised', today }),
  ]
  const years = [lastYear - 2, lastYear - 1]
  switch (pace) {
    case 'complete':
      return [...years, lastYear].flatMap(whole)
    case 'most': {
      const fate = openFates[at % openFates.length] ?? 'submitted'
      return [
        ...years.flatMap(whole),
        record('public', lastYear, {
          at,
          share: 0.2,
          fate: fate === 'underReview' ? fate : 'recognised',
          today,
        }),
        smaller(
          record('professional', lastYear, {
            at,
            share: 0.5,
            fate: fate === 'underReview' ? 'recognised' : fate,
            today,
          }),
          240,
        ),
      ]
    }
    case 'some':
      return [
        smaller(
          record('professional', lastYear - 1, { at, share: 0.3, fate: 'recognised', today }),
          300,
        ),
        smaller(
          record('elective', lastYear, {
            at,
            share: 0.6,
            fate: at % 3 === 0 ? 'submitted' : 'recognised',
            today,
          }),
          120,
        ),
      ]
    case 'changed':
      return [record('professional', lastYear, { at, share: 0.5, fate: 'recognised', today })]
    default:
      return pace === 'waiting'
        ? [record('elective', lastYear, { at, share: 0.8, fate: 'draft', today })]
        : []
  }
}
