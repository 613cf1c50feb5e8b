import { unitNatures, type UnitNature } from '@xueshi/contract/orgs/units'
import type { UnitState } from '@xueshi/contract/orgs'
import { addIssueTexts } from '../ui/errors.ts'

export const unitStateText: Record<UnitState, string> = {
  draft: '未提交',
  submitted: '待审核',
  returned: '已退回',
  approved: '已通过',
  merged: '已并入其他单位',
  closed: '已注销',
}

export const unitStateTone = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  approved: 'ok',
  merged: 'past',
  closed: 'past',
} as const satisfies Record<UnitState, string>

export const natureText: Record<UnitNature, string> = {
  enterprise: '企业',
  publicInstitution: '事业单位',
  government: '机关',
  socialOrganisation: '社会组织',
  other: '其他',
}

/** The words for a nature as it is kept. */
export const natureOf = (nature: string): string => {
  const known = unitNatures.find((each) => each === nature)
  return known ? natureText[known] : nature
}

export const levelText = { manager: '管理员', clerk: '经办人' } as const

addIssueTexts({
  CREDIT_CODE_REQUIRED: '请填写统一社会信用代码',
  CREDIT_CODE_FORMAT: '统一社会信用代码为 18 位数字和大写字母，不含 I、O、S、V、Z，请核对',
  CREDIT_CODE_CHECK_DIGIT: '统一社会信用代码有误（校验码不符），请对照证照逐位核对',
  CREDIT_CODE_TAKEN: '这个统一社会信用代码的单位已经注册',
  CONTACT_PHONE_FORMAT: '联系电话不正确，请填写手机号码，或带区号的座机，例如 020-87654321',
  LICENCE_REQUIRED: '请先上传营业执照或法人证书',
})
