/** What is most often said, to be clicked and completed; the reviewer may write anything else. */
export const returnReasons = [
  '附件不清晰，请重新扫描或拍照上传。',
  '附件不完整，请补充结业证书或单位证明。',
  '附件中的姓名与本人不一致，请核对。',
  '学习时间与附件不一致，请核对后修改。',
  '拟申报学时与附件不一致，请核对后修改。',
  '课程类型选择有误，请修改。',
  '学习形式选择有误，请修改。',
] as const

export const rejectReasons = [
  '与已认定的记录重复申报。',
  '不属于继续教育学时的认定范围。',
  '附件不能证明参加了这次学习。',
  '学习不在所属年度内。',
] as const

export const cutReasons = [
  '按附件载明的学时认定。',
  '扣除缺勤部分的学时。',
  '按该学习形式的折算标准认定。',
  '按本人在成果中的排名折算。',
] as const

export const upholdReasons = [
  '附件不能证明所述情况，原决定符合规定。',
  '原认定学时符合该学习形式的折算标准。',
  '申诉没有提供新的材料。',
] as const
