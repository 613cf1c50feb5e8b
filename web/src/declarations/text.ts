import type {
  Check,
  CheckCode,
  DeclarationState,
  StepState,
  TimelineItem,
} from '@xueshi/contract/declarations'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import type { ReviewPortal } from '../paths.ts'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

/** 申报记录状态. */
export const stateText: Record<DeclarationState, string> = {
  draft: '草稿',
  submitted: '待单位审核',
  underReview: '待上级审核',
  returned: '已退回',
  recognised: '已认定',
  rejected: '不予认定',
  appealed: '申诉中',
  revoked: '已撤销',
}

export const stateTone: Record<DeclarationState, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  underReview: 'waiting',
  returned: 'attention',
  recognised: 'ok',
  rejected: 'bad',
  appealed: 'waiting',
  revoked: 'bad',
}

/** What a line of the timeline says. */
export const actText: Record<TimelineItem['act'], string> = {
  create: '添加',
  submit: '送审',
  withdraw: '撤回',
  return: '退回',
  pass: '审核通过，转上级',
  recognise: '认定学时',
  reject: '不予认定',
  undo: '撤销刚才的操作',
  escalate: '逾期未审，转上级',
  follow: '随人员调动转至新单位',
  appeal: '申诉',
  uphold: '维持原决定',
  grant: '改判认定',
  revoke: '撤销认定',
  reinstate: '恢复认定',
}

export const actTone: Record<TimelineItem['act'], Tone> = {
  create: 'neutral',
  submit: 'waiting',
  withdraw: 'neutral',
  return: 'attention',
  pass: 'ok',
  recognise: 'ok',
  reject: 'bad',
  undo: 'neutral',
  escalate: 'attention',
  follow: 'neutral',
  appeal: 'waiting',
  uphold: 'bad',
  grant: 'ok',
  revoke: 'bad',
  reinstate: 'ok',
}

export const officeText: Record<ReviewPortal, string> = {
  employer: '法人单位',
  industry: '行业主管部门',
  hrss: '人社部门',
}

export const stepText: Record<StepState, string> = {
  waiting: '未到此步',
  open: '审核中',
  passed: '已通过',
  returned: '已退回',
  decided: '已办结',
  void: '已取消',
  lapsed: '逾期未审',
}

export const stepTone: Record<StepState, Tone> = {
  waiting: 'past',
  open: 'waiting',
  passed: 'ok',
  returned: 'attention',
  decided: 'ok',
  void: 'past',
  lapsed: 'attention',
}

/** The name of a 学习形式; a code that the list no longer has is shown as it is. */
export const learningFormText = (code: string) => learningFormLabel(code) ?? code

type Facts = Check['facts']
const hoursOf = (facts: Facts, name: string) => {
  const held = facts[name]
  return typeof held === 'number' ? `${formatHours(held)} 学时` : ''
}
const word = (facts: Facts, name: string) => String(facts[name] ?? '')

const checkTexts: Record<CheckCode, (facts: Facts) => string> = {
  NO_EVIDENCE: () => '还没有附件。请至少上传一份能证明学习经历的材料。',
  HOURS_ABOVE_DAYS: (facts) =>
    `${word(facts, 'days')} 天的学习最多可折算 ${hoursOf(facts, 'allowedTenths')}，拟申报学时超过了，请核对学习时间或学时。`,
  FORM_NOT_OFFERED: (facts) =>
    `${word(facts, 'year')} 年度的学时规则不受理这种学习形式的申报，请改选学习形式。`,
  EVIDENCE_UNUSUAL: (facts) =>
    `这种学习形式通常需要：${word(facts, 'expected')}；现在只有 ${word(facts, 'files')} 张图片，请核对是否齐全。`,
  ABOVE_STANDARD: (facts) =>
    `按学习形式的标准折算为 ${hoursOf(facts, 'standardTenths')}，拟申报学时高于标准，请核对。`,
  ACHIEVEMENT_USED: (facts) =>
    `同一成果已在记录“${word(facts, 'name')}”中申报，一项成果只能计一次。`,
  OVERLAP: (facts) =>
    `学习时间与另一条记录“${word(facts, 'name')}”（${daysOf(facts)}）有重叠，请确认不是同一次学习。`,
  CREDITED_BEFORE: (facts) =>
    `台账中已有“${word(facts, 'name')}”（${daysOf(facts)}）的学时，由培训班、学习平台或历史数据记入，请确认不是同一次学习。`,
  FILE_USED_BEFORE: (facts) =>
    `附件“${word(facts, 'file')}”在其他记录中使用过，请确认没有重复申报。`,
  ABOVE_YEARLY_CAP: (facts) =>
    `这种学习形式每年最多计 ${hoursOf(facts, 'capTenths')}，本年度已有 ${hoursOf(facts, 'usedTenths')}，超出的部分不计入年度学时。`,
  OUTSIDE_WINDOW: (facts) =>
    `学习时间不在 ${word(facts, 'year')} 年度的学习期限（${word(facts, 'from')} 至 ${word(facts, 'to')}）内，请核对。`,
  DECLARED_LATE: (facts) =>
    `${word(facts, 'year')} 年度的申报截止日期是 ${word(facts, 'to')}，已经过了，是否认定由审核单位决定。`,
  YEAR_PASSED: (facts) => `这次学习属于 ${word(facts, 'year')} 年度，学时将计入该年度。`,
}

/** What a check found, in a word or two: for the queue. */
export const flagText: Record<CheckCode, string> = {
  NO_EVIDENCE: '没有附件',
  HOURS_ABOVE_DAYS: '学时超天数',
  FORM_NOT_OFFERED: '形式不受理',
  EVIDENCE_UNUSUAL: '材料不全',
  OVERLAP: '时间重叠',
  CREDITED_BEFORE: '可能已记入',
  FILE_USED_BEFORE: '附件重复',
  ABOVE_YEARLY_CAP: '超年度上限',
  ABOVE_STANDARD: '高于标准',
  ACHIEVEMENT_USED: '成果重复',
  OUTSIDE_WINDOW: '不在年度期限',
  DECLARED_LATE: '逾期申报',
  YEAR_PASSED: '往年学习',
}

/** Until when the rules of its year want a record reviewed. */
export const reviewToText = (day: string) => `按规则应于 ${day} 前审核（含当日）`

/** A check in words, for the declarant and the reviewers alike. */
export const checkText = (check: Check) => checkTexts[check.code](check.facts)

/** The same of several: records that overlap, and files that were used, are named in one sentence each. */
export function checkLines(checks: readonly Check[]): string[] {
  const lines: string[] = []
  for (const [at, check] of checks.entries()) {
    const alike = checks.filter(({ code }) => code === check.code)
    const together = alike.length > 1 ? togetherText[check.code] : undefined
    if (!together) lines.push(checkText(check))
    else if (checks.indexOf(alike[0] ?? check) === at)
      lines.push(together(alike.map(({ facts }) => facts)))
  }
  return lines
}

const togetherText: Partial<Record<CheckCode, (all: readonly Facts[]) => string>> = {
  OVERLAP: (all) =>
    `学习时间与另外 ${all.length} 条记录有重叠，请确认不是同一次学习：${all
      .map((facts) => `“${word(facts, 'name')}”（${daysOf(facts)}）`)
      .join('、')}。`,
  FILE_USED_BEFORE: (all) =>
    `${all.length} 个附件在其他记录中使用过，请确认没有重复申报：${all
      .map((facts) => `“${word(facts, 'file')}”`)
      .join('、')}。`,
}

const daysOf = (facts: Facts) => {
  const [from, to] = [word(facts, 'startOn'), word(facts, 'endOn')]
  return from === to ? from : `${from} 至 ${to}`
}

/** What the rows of a list may be told of beside what every form may. */
addIssueTexts({
  NOT_OF_UNIT: '本单位没有姓名和证件号码都相符的已确认人员，请核对',
  LISTED_TWICE: '同一个人在名单中出现了两次',
  LIST_EMPTY: '名单中没有人员，请填写后再上传',
  DECLARED_BEFORE: '这个人已申报过同名、同时间的学习，不能重复申报',
  HOURS_ABOVE_BATCH: '学时不能多于本次培训的学时',
  ...Object.fromEntries(
    Object.entries({
      EVIDENCE_UNUSUAL: '材料可能不全',
      OVERLAP: '与本人的其他记录时间重叠',
      CREDITED_BEFORE: '台账中已有同名或同时间的学习',
      FILE_USED_BEFORE: '附件在其他记录中使用过',
      ABOVE_YEARLY_CAP: '超过这种学习形式的年度上限，超出部分不计入年度学时',
      OUTSIDE_WINDOW: '学习时间不在年度期限内',
      DECLARED_LATE: '该年度的申报截止日期已过',
      YEAR_PASSED: '属于往年的学习',
    }).map(([code, text]) => [`FLAG_${code}`, `提示：${text}。不影响送审，审核人会看到`]),
  ),
})

addIssueTexts({
  ACROSS_YEARS: '学习时间最多跨一个新年；更长的学习请按年度分开申报',
  YEAR_REQUIRED: '学习时间跨年，请选择计入哪个年度',
  YEAR_NOT_OFFERED: '这次学习不能计入所选年度，请重新选择',
  HOURS_ABOVE_CLAIM: '认定学时不能多于拟申报学时',
  HOURS_NOT_ABOVE: '改判的学时须多于原认定学时',
  HOURS_ABOVE_DAYS: '拟申报学时超过了学习天数可折算的学时',
  FORM_NOT_OFFERED: '该年度的学时规则不受理这种学习形式的申报',
})
