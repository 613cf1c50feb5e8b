import {
  type ClassAct,
  type ClassOffice,
  type ClassState,
  type Confirmation,
  type Exam,
  type Organisation,
  scoredExams,
} from '@xueshi/contract/training/classes'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

/** 班级状态. */
export const classStateText: Record<ClassState, string> = {
  draft: '草稿',
  submitted: '待审批',
  returned: '已退回',
  approved: '待开放',
  accepting: '接受报名',
  paused: '暂停报名',
  closed: '停止报名',
  running: '培训中',
  assessing: '待考核',
  finished: '已结业',
  cancelled: '已取消',
}

export const classStateTone: Record<ClassState, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  approved: 'waiting',
  accepting: 'ok',
  paused: 'attention',
  closed: 'past',
  running: 'ok',
  assessing: 'attention',
  finished: 'past',
  cancelled: 'bad',
}

/** What a line of a class's timeline says. */
export const classActText: Record<ClassAct, string> = {
  create: '新建',
  submit: '提交审批',
  withdraw: '撤回',
  approve: '批准开班',
  return: '退回',
  open: '开放报名',
  pause: '暂停报名',
  resume: '恢复报名',
  close: '停止报名',
  reopen: '重新开放报名',
  draw: '抽签',
  resize: '调整招生人数',
  promotion: '候补递补',
  release: '保留名额到期',
  change: '变更开班安排',
  start: '开班',
  assess: '结束培训，进入考核',
  continue: '继续培训',
  finish: '结业',
  cancel: '取消培训班',
  message: '通知学员',
}

export const classActTone: Record<ClassAct, Tone> = {
  create: 'neutral',
  submit: 'waiting',
  withdraw: 'neutral',
  approve: 'ok',
  return: 'attention',
  open: 'ok',
  pause: 'attention',
  resume: 'ok',
  close: 'past',
  reopen: 'ok',
  draw: 'ok',
  resize: 'neutral',
  promotion: 'neutral',
  release: 'neutral',
  change: 'attention',
  start: 'ok',
  assess: 'waiting',
  continue: 'neutral',
  finish: 'ok',
  cancel: 'bad',
  message: 'waiting',
}

/** 培训组织形式. */
export const organisationText: Record<Organisation, string> = {
  online: '网络培训',
  faceToFace: '面授',
  mixed: '混合',
}

/** 考试类型. */
export const examText: Record<Exam, string> = {
  computer: '机试',
  written: '笔试',
  practical: '实操',
  assessment: '考查',
  exempt: '免试',
}

/** How places are given out. */
export const confirmationText: Record<Confirmation, string> = {
  first: '按报名先后',
  hand: '由施教机构确认',
  draw: '抽签',
}

/** The same as whoever applies reads it. */
export const confirmationHint: Record<Confirmation, string> = {
  first: '有名额时报名即成功，满员后按报名先后候补。',
  hand: '报名后由施教机构确认，未录取的进入候补。',
  draw: '报名截止后抽签，种子的校验值在开放报名时公布，抽签后公布种子，任何人都可以复核。',
}

/** By what a class is passed, as far as it has sessions to attend and an exam. */
export function passText({
  attendancePercent,
  passMark,
  exam,
  sessions,
}: {
  attendancePercent: number
  passMark: number
  exam: Exam
  sessions: readonly unknown[]
}): string {
  const rules = [
    ...(sessions.length > 0 ? [attendanceText(attendancePercent)] : []),
    ...(scoredExams.some((one) => one === exam) ? [`成绩不低于 ${passMark} 分`] : []),
    ...(exam === 'assessment' ? ['考查合格'] : []),
  ]
  return rules.join('，') || '完成学习'
}

/** What a class asks of attendance; whoever never came passes nowhere. */
const attendanceText = (percent: number): string =>
  percent > 0 ? `出勤不低于 ${percent}%` : '至少到课一节'

/** From when on whoever comes is late. */
export const lateText = (minutes: number): string =>
  minutes === 0 ? '上课后签到的记为迟到' : `上课 ${minutes} 分钟后签到的记为迟到`

export const officeText: Record<ClassOffice, string> = {
  industry: '行业主管部门',
  hrss: '人社部门',
}

addIssueTexts({
  TIME_BEFORE_START: '结束时间须晚于开始时间',
  SESSION_OUTSIDE_CLASS: '日期须在开班与结束日期之间',
  SESSIONS_OVERLAP: '与另一节课的时间重叠，请错开',
  SESSIONS_REQUIRED: '面授和混合的培训班请至少安排一节课',
  SESSIONS_TOO_MANY: '最多 200 节课',
  SESSION_HELD: '已有考勤的课不能修改或删除',
  ENDS_BEFORE_START: ({ label }) => `${label}不能早于开始`,
  CLASS_ACROSS_YEARS: '开班与结束须在同一年度',
  DAYS_ABOVE_SPAN: '培训天数多于开班到结束的天数',
  COURSE_ABOVE_DAYS: '按每天可计的学时，天数不够完成课程的学时',
  COURSE_NOT_IN_YEAR: '该年度还没有已备案的同名课程，请先在“课程计划”中复制到该年度并备案',
  NOT_IN_COURSE_YEAR: '开班日期须在课程的年度内',
  SIGN_UP_AFTER_START: '报名须在开班前截止（第一节课前 30 分钟）',
  SIGN_UP_OVER: '报名截止时间已过，请修改',
  OUTSIDE_COURSE: ({ label }) => `${label}超出了课程备案的培训对象，请取消超出的选项`,
  UNITS_REQUIRED: '只限指定单位报名时，请至少指定一个单位',
  UNIT_TWICE: '同一单位重复，请删除一行',
  KEPT_OVER: '报名已截止，保留名额不能再增加',
  KEPT_ABOVE_PLAN: '各单位保留名额之和不能多于招生人数',
  FIXED: ({ label }) => `${label}已经审批，不能修改`,
  SCORE_NOT_WHOLE: '成绩填写整数，不能有小数',
  SCORE_RANGE: '成绩须在 0 至 100 之间',
  EXAM_EXEMPT: '本班免试，不登记成绩',
  FIRST_ATTEMPT_MISSING: '还没有第一次成绩，不能登记补考',
  FIRST_ATTEMPT_PASSED: '第一次已合格，不需要补考',
  MAKE_UP_GIVEN: '已登记补考，不能再改第一次成绩',
  RESULT_TWICE: '同一学员重复登记',
  NOT_A_TRAINEE: '本班没有这个报名序号的学员',
  NUMBER_TWICE: '同一报名序号重复，请删除一行',
  NAME_NOT_OF_NUMBER: '姓名与报名序号不一致，请核对',
  MARK_STANDS: '已有不同的考勤，更改时请填写更改原因',
  MARK_OWN: '不能登记自己的考勤，请由其他人员登记',
})
