import type { Standing, Lack } from '@xueshi/contract/people/desk'
import type {
  EmploymentKind,
  EmploymentState,
  EndReason,
  PendingPolicy,
} from '@xueshi/contract/people/employments'
import type { ProfileState } from '@xueshi/contract/people'
import type { TransferState } from '@xueshi/contract/people/transfers'
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

export const employmentStateText: Record<EmploymentState, string> = {
  applied: '待单位确认',
  accepted: '待原单位办结',
  confirmed: '在职',
  refused: '未同意',
  withdrawn: '已撤回',
  ended: '已结束',
}

export const employmentStateTone = {
  applied: 'waiting',
  accepted: 'waiting',
  confirmed: 'ok',
  refused: 'attention',
  withdrawn: 'past',
  ended: 'past',
} as const satisfies Record<EmploymentState, string>

export const employmentKindText: Record<EmploymentKind, string> = {
  main: '主要工作单位',
  partTime: '兼职',
  hosted: '挂靠',
}

export const endReasonText: Record<EndReason, string> = {
  left: '离职',
  retired: '退休',
  moved: '转到新单位',
  other: '其他',
}

export const pendingPolicyText: Record<PendingPolicy, string> = {
  follow: '转由新单位继续办理',
  finish: '仍由原单位办结',
}

export const transferStateText: Record<TransferState, string> = {
  waiting: '等待原单位办理',
  objected: '有异议，待裁定',
  released: '已同意转出',
  upheld: '异议成立',
  cancelled: '已取消',
}

export const transferStateTone = {
  waiting: 'waiting',
  objected: 'attention',
  released: 'ok',
  upheld: 'attention',
  cancelled: 'past',
} as const satisfies Record<TransferState, string>

export const standingText: Record<Standing, string> = {
  none: '未提交',
  submitted: '待单位确认',
  confirmed: '已确认',
}

export const standingTone = {
  none: 'neutral',
  submitted: 'waiting',
  confirmed: 'ok',
} as const satisfies Record<Standing, string>

export const lackText: Record<Lack, string> = {
  account: '账号未认领',
  profile: '信息未确认',
  photo: '无照片',
  phone: '手机未验证',
}

/** Dates that are odd, and not wrong. */
export const oddText: Readonly<Record<string, string>> = {
  ODD_GRADUATION: '毕业时不满 15 岁，请核对',
  ODD_WORK: '参加工作时的年龄少见，请核对',
  ODD_TITLE_AGE: '取得资格时不满 18 岁，请核对',
  ODD_TITLE_BEFORE_WORK: '取得资格早于参加工作，请核对',
}

addIssueTexts({
  UNIT_UNNAMED: '请选择工作单位；单位还没有在本系统注册的，请填写单位名称',
  NOBODY_FOUND: '没有找到符合的人员，请核对证件类型、号码和姓名；也可能不属于您的办理范围',
  DOCUMENT_NOT_CHECKED: '请先当面核对本人的有效证件原件，再勾选',
  DATE_BEFORE_BIRTH: ({ label }) => `${label}应在出生日期之后`,
  DISAGREES_WITH_DOCUMENT: ({ label }) => `${label}与证件号码不一致，请核对`,
  DEPARTMENT_TAKEN: '本单位已有这个部门，或部门数量已达上限',
  SEARCH_TOO_SHORT: '请至少输入两个汉字或三个字母',
  ROW_TWICE: '与前面的行是同一个证件号码',
  NAME_DISAGREES: '姓名与该证件号码在系统中的登记不一致',
  EMPLOYED_ELSEWHERE: '该人员已在其他单位，请由本人申请转入',
  MUST_APPLY: '该人员已有账号，已发消息请其本人选择本单位',
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
  wantedUnit: '单位名称（尚未注册）',
  photoId: '照片',
  titleLevel: '职称级别',
  otherTitles: '其他职称',
  otherDegrees: '其他学历学位',
} as const
