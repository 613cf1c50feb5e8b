import type { ClassForm, ClassState } from '@xueshi/contract/training/classes'

/** How a class of the demo province stands, and who applied for it. */
export type SeedClass = Pick<ClassForm, 'name' | 'plan' | 'confirmation'> & {
  /** The institution's key. */
  unit: string
  category: 'public' | 'professional' | 'elective'
  /** Admits this series alone. */
  series?: string
  organisation?: ClassForm['organisation']
  place?: string
  fate: ClassState
  /** Days from today; negative: it has begun. */
  startsIn: number
  /** The second session is on the day after the first; otherwise in the afternoon of the same day. */
  twoDays?: true
  applicants: number
  /** Where among the confirmed people the applicants begin; 0 is the demo's own person. */
  from?: number
  /** Their employers have nominated them. */
  nominates?: true
  /** The first of them has withdrawn again. */
  withdraws?: true
}

const elective = { unit: 'centre', category: 'elective' } as const
const open = { fate: 'accepting' } as const

export const seedClasses: readonly SeedClass[] = [
  {
    ...elective,
    ...open,
    name: '岭南文化与科技创新选修班',
    plan: 30,
    confirmation: 'first',
    startsIn: 15,
    applicants: 4,
    withdraws: true,
    from: 1,
  },
  {
    ...elective,
    ...open,
    name: '人工智能应用实务小班',
    plan: 2,
    confirmation: 'first',
    startsIn: 12,
    applicants: 4,
    from: 0,
  },
  {
    ...elective,
    ...open,
    name: '数字经济前沿研修班',
    plan: 3,
    confirmation: 'hand',
    startsIn: 18,
    applicants: 6,
    from: 2,
  },
  {
    ...elective,
    ...open,
    name: '知识产权管理抽签班',
    plan: 2,
    confirmation: 'draw',
    startsIn: 22,
    applicants: 4,
    from: 6,
  },
  {
    unit: 'centre',
    category: 'public',
    ...open,
    name: '新质生产力公需课网络班',
    organisation: 'online',
    place: '广东省专业技术人员学习平台（演示）',
    plan: 500,
    confirmation: 'first',
    startsIn: 9,
    applicants: 5,
    from: 10,
  },
  {
    unit: 'medical',
    category: 'professional',
    series: '04',
    ...open,
    name: '护理安全管理专业课培训班',
    plan: 40,
    confirmation: 'hand',
    startsIn: 20,
    applicants: 2,
    from: 0,
    nominates: true,
  },
  {
    ...elective,
    name: '绿色低碳选修班',
    plan: 40,
    confirmation: 'hand',
    startsIn: 30,
    applicants: 2,
    fate: 'paused',
  },
  {
    ...elective,
    name: '科研伦理抽签班',
    plan: 2,
    confirmation: 'draw',
    startsIn: 6,
    applicants: 4,
    from: 14,
    fate: 'closed',
  },
  {
    ...elective,
    name: '写作与沟通实务班',
    plan: 20,
    confirmation: 'first',
    startsIn: -1,
    twoDays: true,
    applicants: 3,
    from: 18,
    fate: 'running',
  },
  {
    ...elective,
    name: '数据安全选修班',
    plan: 20,
    confirmation: 'first',
    startsIn: -4,
    applicants: 4,
    from: 22,
    fate: 'assessing',
  },
  {
    ...elective,
    name: '应急管理选修班',
    plan: 20,
    confirmation: 'first',
    startsIn: -40,
    applicants: 4,
    from: 26,
    fate: 'finished',
  },
  {
    ...elective,
    name: '心理健康选修班',
    plan: 20,
    confirmation: 'hand',
    startsIn: 8,
    applicants: 2,
    from: 30,
    fate: 'cancelled',
  },
  {
    ...elective,
    name: '标准化与质量管理班',
    plan: 50,
    confirmation: 'hand',
    startsIn: 35,
    applicants: 0,
    fate: 'approved',
  },
  {
    ...elective,
    name: '档案数字化实务班',
    plan: 50,
    confirmation: 'hand',
    startsIn: 45,
    applicants: 0,
    fate: 'submitted',
  },
  {
    ...elective,
    name: '统计分析方法班',
    plan: 50,
    confirmation: 'first',
    startsIn: 46,
    applicants: 0,
    fate: 'returned',
  },
  {
    ...elective,
    name: '城市更新案例班',
    plan: 50,
    confirmation: 'hand',
    startsIn: 50,
    applicants: 0,
    fate: 'draft',
  },
]
