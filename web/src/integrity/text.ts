import { caseKindLabels } from '@xueshi/contract/dictionaries/case-kinds'
import type { CaseAct, CaseKind, CaseState, SubjectKind } from '@xueshi/contract/integrity'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

export const caseStateText: Record<CaseState, string> = {
  draft: '草稿',
  proposed: '待审定',
  inForce: '生效',
  dismissed: '不予认定',
  withdrawn: '已撤销',
  expired: '已到期',
}

export const caseStateTone: Record<CaseState, Tone> = {
  draft: 'neutral',
  proposed: 'waiting',
  inForce: 'bad',
  dismissed: 'past',
  withdrawn: 'past',
  expired: 'past',
}

/** 失信人类型. */
export const subjectText: Record<SubjectKind, string> = {
  person: '个人',
  unit: '单位',
  institution: '施教机构',
}

/** 失信内容. */
export const caseKindText = (kind: CaseKind) => caseKindLabels[kind]

export const caseActText: Record<CaseAct, string> = {
  create: '登记',
  propose: '提交审定',
  return: '退回补充',
  confirm: '审定生效',
  dismiss: '不予认定',
  withdraw: '撤销',
  expire: '到期',
}

export const caseActTone: Record<CaseAct, Tone> = {
  create: 'neutral',
  propose: 'waiting',
  return: 'attention',
  confirm: 'bad',
  dismiss: 'past',
  withdraw: 'ok',
  expire: 'past',
}

addIssueTexts({
  DATE_NOT_AHEAD: ({ label }) => `${label}须晚于今天`,
})
