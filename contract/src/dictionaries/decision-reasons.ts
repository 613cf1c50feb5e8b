import type { Entry } from './entry.ts'

// What is most often said, to be pressed and completed; the reviewer may write anything else.

export const returnReasons: readonly Entry[] = [
  { code: 'unclear', label: '附件不清晰，请重新扫描或拍照上传。' },
  { code: 'incomplete', label: '附件不完整，请补充结业证书或单位证明。' },
  { code: 'otherName', label: '附件中的姓名与本人不一致，请核对。' },
  { code: 'otherDates', label: '学习时间与附件不一致，请核对后修改。' },
  { code: 'otherHours', label: '拟申报学时与附件不一致，请核对后修改。' },
  { code: 'wrongCategory', label: '课程类型选择有误，请修改。' },
  { code: 'wrongForm', label: '学习形式选择有误，请修改。' },
]

export const rejectReasons: readonly Entry[] = [
  { code: 'twice', label: '与已认定的记录重复申报。' },
  { code: 'outside', label: '不属于继续教育学时的认定范围。' },
  { code: 'unproven', label: '附件不能证明参加了这次学习。' },
  { code: 'otherYear', label: '学习不在所属年度内。' },
]

export const cutReasons: readonly Entry[] = [
  { code: 'asProven', label: '按附件载明的学时认定。' },
  { code: 'absent', label: '扣除缺勤部分的学时。' },
  { code: 'converted', label: '按该学习形式的折算标准认定。' },
  { code: 'ranked', label: '按本人在成果中的排名折算。' },
]

export const upholdReasons: readonly Entry[] = [
  { code: 'unproven', label: '附件不能证明所述情况，原决定符合规定。' },
  { code: 'byStandard', label: '原认定学时符合该学习形式的折算标准。' },
  { code: 'nothingNew', label: '申诉没有提供新的材料。' },
]
