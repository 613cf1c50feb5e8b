import type { CategoryCode } from './categories.ts'
import { type Entry, labelIn } from './entry.ts'

/** A line of 学习形式. Every value but code and label is a default of ours, not an official figure. */
export interface LearningForm extends Entry {
  /** What is counted: 天, 课时, 篇 … */
  readonly unit: string
  /** Tenths of an hour for one unit; null where a decision or the course says. */
  readonly tenthsPerUnit: number | null
  /** The most that a year counts, in tenths; null for none. */
  readonly yearlyCapTenths: number | null
  /** What the form opens at; null where the course decides. */
  readonly category: CategoryCode | null
  /** Papers that a reviewer expects; what is missing is flagged, not refused. */
  readonly evidence: readonly string[]
  /** True if hours come from time spent, so that days × the rule set's hours a day is an upper bound. */
  readonly timeBased: boolean
  /** What the figures above cannot say. */
  readonly note: string
}

/** Said beside every figure of this list. */
export const learningFormsNote = '默认值，非官方折算标准，以主管部门公布的为准'

type Row = readonly [
  code: string,
  label: string,
  unit: string,
  tenthsPerUnit: number | null,
  yearlyCapTenths: number | null,
  category: CategoryCode | null,
  timeBased: boolean,
  evidence: string,
  note: string,
]

// Guangdong's own conversion table was not to be found; a day is 8 hours and an hour 45 minutes since 2021.
const rows: readonly Row[] = [
  [
    '01',
    '面授培训班',
    '天',
    80,
    null,
    null,
    true,
    '培训通知,结业证书,单位证明',
    '施教机构直接报送的无需单位证明',
  ],
  ['02', '网络培训', '课时', 10, null, null, true, '学习记录或结业证书', '45分钟为1课时'],
  ['03', '研修进修', '天', 80, 900, 'professional', true, '研修通知,结业证书,单位证明', ''],
  [
    '04',
    '学术会议',
    '天',
    80,
    240,
    'professional',
    true,
    '会议通知,单位证明,论文宣读证明',
    '全国性会议；未宣读论文的无需宣读证明',
  ],
  ['05', '学术讲座报告', '场', 40, 160, 'elective', true, '讲座通知,主办方证明', ''],
  [
    '06',
    '学历学位教育',
    '门',
    150,
    420,
    'professional',
    false,
    '当年成绩单',
    '按当年考试合格的课程计',
  ],
  [
    '07',
    '发表论文',
    '篇',
    280,
    280,
    'professional',
    false,
    '封面,目录,正文',
    '按刊物级别和作者排名为28、20、12学时；仅计发表当年',
  ],
  ['08', '著作译著', '万字', 50, 420, 'professional', false, '封面,版权页,目录', '仅计出版当年'],
  [
    '09',
    '专利软件著作权',
    '项',
    420,
    null,
    'professional',
    false,
    '专利或登记证书',
    '发明42学时，其他20学时，排名每后一位减6；仅计授权当年',
  ],
  [
    '10',
    '科研课题',
    '项·年',
    420,
    420,
    'professional',
    false,
    '立项批准文件',
    '按排名为42、30、20学时',
  ],
  [
    '11',
    '科技奖励',
    '项',
    420,
    null,
    'professional',
    false,
    '获奖证书',
    '同一成果取最高级别，不累加',
  ],
  ['12', '标准规程编制', '项', 240, null, 'professional', false, '标准文本,编制人员证明', ''],
  [
    '13',
    '授课带教',
    '授课学时',
    20,
    300,
    'professional',
    false,
    '授课通知,主办方证明',
    '1学时授课计2学时，相同内容只计一次',
  ],
  ['14', '资格考试', '科', 150, 420, 'professional', false, '合格证书或成绩单', ''],
  ['15', '考察访问', '天', 60, 240, 'elective', true, '考察通知,单位证明,考察报告', ''],
  [
    '16',
    '援派驻村支教支医',
    '月',
    70,
    420,
    'professional',
    false,
    '派出文件,年度考核材料',
    '也可由主管部门视同完成当年专业课',
  ],
  [
    '17',
    '单位内部培训',
    '课时',
    10,
    420,
    'elective',
    true,
    '年度培训计划,培训通知,签到记录',
    '45分钟为1课时',
  ],
  [
    '18',
    '有考核的自学',
    '学时',
    10,
    180,
    'elective',
    false,
    '自学计划,考核证明',
    '按计划核定的学时计',
  ],
  ['19', '学分折算', '学分', 10, null, null, false, '学分证明', '1学分折算1学时'],
  ['20', '免修视同', '次', null, null, null, false, '批准文件', '按决定计'],
  ['99', '其他', '学时', 10, null, null, false, '证明材料', ''],
]

/** 学习形式 with default conversions; caps cut when a year is computed, never what is recognised. */
export const learningForms: readonly LearningForm[] = /* @__PURE__ */ rows.map(
  ([code, label, unit, tenthsPerUnit, yearlyCapTenths, category, timeBased, evidence, note]) => ({
    code,
    label,
    unit,
    tenthsPerUnit,
    yearlyCapTenths,
    category,
    timeBased,
    evidence: evidence.split(','),
    note,
  }),
)

/** The form with its defaults, or undefined. */
export function learningForm(code: string): LearningForm | undefined {
  return learningForms.find((form) => form.code === code)
}

/** The name of the form, or undefined. */
export function learningFormLabel(code: string): string | undefined {
  return labelIn(learningForms, code)
}
