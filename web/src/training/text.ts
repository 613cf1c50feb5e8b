import { titleLevelLabel, titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { TitleLevel } from '@xueshi/contract/people'
import type { CourseAct, CourseState, FilingOffice } from '@xueshi/contract/training/courses'
import type {
  CompletionReason,
  CompletionState,
  ReportableCourse,
} from '@xueshi/contract/training/completions'
import type { TopicState } from '@xueshi/contract/training/topics'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

/** 课程状态. */
export const courseStateText: Record<CourseState, string> = {
  draft: '草稿',
  submitted: '待备案',
  returned: '已退回',
  filed: '已备案',
  published: '已公布',
  closed: '已停用',
}

export const courseStateTone: Record<CourseState, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  filed: 'ok',
  published: 'ok',
  closed: 'past',
}

/** What a line of a course's timeline says. */
export const courseActText: Record<CourseAct, string> = {
  create: '添加',
  submit: '提交备案',
  withdraw: '撤回',
  return: '退回',
  file: '准予备案',
  publish: '公布',
  close: '停用',
  stop: '责令停用',
}

export const courseActTone: Record<CourseAct, Tone> = {
  create: 'neutral',
  submit: 'waiting',
  withdraw: 'neutral',
  return: 'attention',
  file: 'ok',
  publish: 'ok',
  close: 'past',
  stop: 'bad',
}

export const filingOfficeText: Record<FilingOffice, string> = {
  industry: '行业主管部门',
  hrss: '人社部门',
}

/** 专业系列 of a course; null: for every one. */
export const seriesText = (series: string | null) =>
  series === null ? '不限' : (titleSeriesLabel(series) ?? series)

/** 职称层级 of a course; none: for every one. */
export const levelsText = (levels: readonly TitleLevel[]) =>
  levels.length === 0 ? '不限' : levels.map(levelText).join('、')

export const levelText = (level: TitleLevel) =>
  level === 'none' ? '未评职称' : (titleLevelLabel(level) ?? level)

/** 公需课目录的状态. */
export const topicStateText: Record<TopicState, string> = {
  draft: '草稿',
  published: '已公布',
  withdrawn: '已撤下',
}

export const topicStateTone: Record<TopicState, Tone> = {
  draft: 'neutral',
  published: 'ok',
  withdrawn: 'past',
}

/** 上报记录的处理结果. */
export const completionStateText: Record<CompletionState, string> = {
  credited: '已入账',
  unmatched: '待匹配',
  refused: '不予入账',
  reversed: '已撤销',
}
export const completionStateTone: Record<CompletionState, Tone> = {
  credited: 'ok',
  unmatched: 'waiting',
  refused: 'bad',
  reversed: 'past',
}
/** Why a line is not credited, and what may be done. */
export const completionReasonText: Record<CompletionReason, string> = {
  PERSON_UNKNOWN: '没有找到姓名与证件号码一致的人员，学员注册后自动匹配',
  PROFILE_NOT_CONFIRMED: '学员的基本信息尚未经单位确认，确认后自动匹配',
  DOCUMENT_WRONG: '证件号码不正确',
  NAME_WRONG: '姓名为空或含有不允许的字符',
  DATES_WRONG: '学习时间不正确，或晚于今天',
  COURSE_UNKNOWN: '课程编号不在可上报的课程中',
  OUTSIDE_YEAR: '学习时间不在课程的年度或开放时间内',
  HOURS_WRONG: '学时为零或多于课程的学时',
  NOT_FOR_PERSON: '课程不面向学员的专业系列、职称层级或地区',
  CREDITED_BEFORE: '学员已有这门课程的学时',
}
export const reportableKindText: Record<ReportableCourse['kind'], string> = {
  course: '课程计划',
  topic: '公需课目录',
}

addIssueTexts({
  TOPIC_TAKEN: '该年度在这个平台上已有这个选题',
  NOT_IN_YEAR: ({ label }) => `${label}须在所选年度内（截止时间可到次年）`,
  CLOSES_BEFORE_OPENING: '截止时间不能早于开始时间',
  ADDRESS_FORMAT: '网址不正确，应以 https:// 或 http:// 开头',
  YEAR_OVER: '这个年度已经过去，请选择本年度或下一年度',
  YEAR_TOO_FAR: '只能计划本年度和下一年度的课程',
  COURSE_NAME_TAKEN: '本单位在该年度已有同名课程，请换一个名称，或修改已有的课程',
  SUBJECTS_REQUIRED: '请至少添加一个科目',
  SUBJECTS_TOO_MANY: '最多 30 个科目',
  SUBJECT_TWICE: '科目名称重复，请修改',
})
