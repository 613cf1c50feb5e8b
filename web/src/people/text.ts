import type { ProfileState } from '@xueshi/contract/people'
import type { HelpedPerson } from '@xueshi/contract/people/help-desk'
import { addIssueTexts } from '../ui/errors.ts'

export const profileStateText: Record<ProfileState, string> = {
  draft: '未提交',
  submitted: '待单位确认',
  returned: '已退回',
  confirmed: '已确认',
  superseded: '历史',
}

export const profileStateTone = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  confirmed: 'ok',
  superseded: 'past',
} as const satisfies Record<ProfileState, string>

export const helpReasonText: Record<HelpedPerson['because'], string> = {
  staff: '本单位员工',
  person: '本单位人员',
  region: '本辖区人员',
}

addIssueTexts({
  NOT_FOUND: '没有找到符合的人员，请核对证件类型、号码和姓名；也可能不属于您的办理范围',
  DOCUMENT_NOT_CHECKED: '请先当面核对本人的有效证件原件，再勾选',
  DATE_BEFORE_BIRTH: ({ label }) => `${label}应在出生日期之后`,
  UNKNOWN_CODE: ({ label }) => `请从列表中选择${label}`,
  NOT_OFFERED: ({ label }) => `请从列表中选择${label}`,
  DISAGREES_WITH_DOCUMENT: ({ label }) => `${label}与证件号码不一致，请核对`,
  PHONE_REQUIRED: ({ label }) => `请填写${label}`,
  PHONE_FORMAT: '手机号码格式不正确，例如 13800138000',
})

/** The fields of 人员基本信息 as the manual names them. */
export const fieldText = {
  sex: '性别',
  birthDate: '出生日期',
  ethnicity: '民族',
  nativePlace: '籍贯',
  education: '最高学历',
  degree: '最高学位',
  major: '所学专业',
  school: '毕业院校',
  graduatedOn: '毕业时间',
  startedWorkOn: '参加工作时间',
  phone: '联系电话',
  email: '邮箱',
  title: '专业技术任职资格',
  titleObtainedOn: '取得资格时间',
  series: '专业系列',
  specialty: '从事专业',
  postalCode: '邮政编码',
  unitId: '工作单位',
  workRegion: '工作单位所在地',
} as const
