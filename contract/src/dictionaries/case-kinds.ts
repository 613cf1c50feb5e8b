import type { CaseKind } from '../integrity/states.ts'

/** 失信内容. The manual shows 信息造假; the others follow what the yearly notices forbid. */
export const caseKindLabels: Readonly<Record<CaseKind, string>> = {
  falsifiedRecord: '信息造假',
  falsifiedEvidence: '材料造假',
  substitution: '替学替考',
  tradedCertificate: '买卖证书',
  falseConfirmation: '违规确认',
  falseHours: '虚报学时',
  irregularClass: '违规办班',
  obstruction: '拒不配合检查',
}
