import type { LegacyNear, LegacyState, NearReason } from '@xueshi/contract/legacy'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

export const legacyStateText: Record<LegacyState, string> = {
  checking: '核对中',
  checked: '待导入',
  committed: '已导入',
  undone: '已撤销',
  discarded: '已清理',
}
export const legacyStateTone = {
  checking: 'waiting',
  checked: 'attention',
  committed: 'ok',
  undone: 'bad',
  discarded: 'past',
} as const satisfies Record<LegacyState, Tone>

export const nearReasonText: Record<NearReason, string> = {
  otherName: '证件号码相同，姓名不一致',
  sameBirthday: '姓名相近，出生日期相同',
  sameEnding: '姓名相近，号码后四位相同',
  sameUnit: '姓名相同，工作单位相同',
}
export const nearDecisionText: Record<NonNullable<LegacyNear['decision']>, string> = {
  same: '是同一人',
  other: '不是同一人',
  takenBack: '认定已撤销',
}

/** The columns of the file, as an error by row names them. */
export const legacyFields = {
  name: '姓名',
  documentNumber: '证件号码',
  documentType: '证件类型',
  unitName: '工作单位',
  unitCode: '统一社会信用代码',
  year: '培训年度',
  series: '专业系列',
  category: '课目类型',
  course: '课程名称',
  hours: '学时',
  subjects: '门数',
  institution: '施教机构',
  startOn: '学习开始时间',
  endOn: '学习结束时间',
  number: '继续教育证书号',
  issuedOn: '发证日期',
  issuer: '发证机关',
} as const

addIssueTexts({
  YEAR_HELD: '这一年度的认证已被暂缓或撤销，处理完毕后才能导入证书',
  PAST_YEAR: '培训年度须是往年的四位数字，并且已有学时规则',
  COUNT: ({ label }) => `${label}请填写 1 到 999 的整数`,
  DAYS_ORDER: '结束时间不能早于开始时间',
  UNIT_ELSEWHERE: '本地区没有这个代码的单位，请核对，或者不填代码',
  CERTIFICATE_TAKEN: '证书号重复，或者与该年度其他行的证书号不一致',
  CONTROL_LINES: '有的行不符合格式或者重复，请改正',
  CONTROL_LINES_TOO_MANY: '一次最多 2000 行，请分次粘贴',
  NAMES_DIFFER: '同一证件号码在文件中有不同的姓名',
})
