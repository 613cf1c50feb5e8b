import { type Entry, labelIn } from './entry.ts'

/** What a reason is usually granted: the whole year, months of it, or 专业课 as done. */
export type UsualRelief = 'whole' | 'months' | 'professional'

/** A line of 免修减免 reasons. */
export interface ReliefReason extends Entry {
  /** What the application opens at; the office decides. */
  readonly usual: UsualRelief
  /** Papers that a reviewer expects. */
  readonly evidence: readonly string[]
}

/** Said beside the list: Guangdong's own text was not found. */
export const reliefReasonsNote = '默认目录，非官方规定，以主管部门公布的为准'

type Row = readonly [code: string, label: string, usual: UsualRelief, evidence: string]

const rows: readonly Row[] = [
  ['maternity', '产假、生育假', 'months', '生育证明或出生证明,单位休假证明'],
  ['sickLeave', '病假', 'months', '医疗机构证明,单位休假证明'],
  ['aid', '援藏、援疆、援外等援派任务', 'professional', '派出文件,年度考核材料'],
  ['village', '驻村帮扶、支教、支医', 'professional', '派出文件,年度考核材料'],
  ['abroad', '公派出国（境）', 'months', '派出文件,出入境记录'],
  ['degree', '脱产攻读学历学位', 'months', '录取通知书或在读证明,单位证明'],
  ['retired', '当年退休、离岗', 'months', '退休或离岗文件'],
  ['firstYear', '当年首次取得职称', 'months', '职称证书'],
  ['other', '其他', 'months', '证明材料'],
]

/** 免修减免的事由. */
export const reliefReasons: readonly ReliefReason[] = /* @__PURE__ */ rows.map(
  ([code, label, usual, evidence]) => ({ code, label, usual, evidence: evidence.split(',') }),
)

/** The reason with what is usual, or undefined. */
export function reliefReason(code: string): ReliefReason | undefined {
  return reliefReasons.find((reason) => reason.code === code)
}

/** The name of the reason, or undefined. */
export function reliefReasonLabel(code: string): string | undefined {
  return labelIn(reliefReasons, code)
}
