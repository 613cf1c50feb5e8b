import { listManagedUnits } from '@xueshi/contract/orgs/registry'
import { readUnit, type UnitReview } from '@xueshi/contract/orgs/reviews'
import type { UnitMove } from '@xueshi/contract/orgs/units'
import type { CallError } from '../call.ts'

/** What an office does to a unit in force, in the order of its buttons. */
export const acts = [
  { name: 'reject', text: '不予注册' },
  { name: 'correct', text: '更正信息' },
  { name: 'handOver', text: '移交管理员' },
  { name: 'grantHosting', text: '认定人才服务机构' },
  { name: 'withdrawHosting', text: '取消人才服务机构认定' },
  { name: 'suspend', text: '暂停' },
  { name: 'lift', text: '恢复' },
  { name: 'absorb', text: '并入其他单位' },
  { name: 'close', text: '注销' },
] as const satisfies readonly { name: UnitMove; text: string }[]
export type Act = (typeof acts)[number]['name']

/** What each of them makes out of date. */
export const refresh = [readUnit, listManagedUnits]

export interface ActProps {
  unit: UnitReview
  close: () => void
  done: (words: string) => void
  /** True: the page has dealt with the refusal itself. */
  refused: (error: CallError) => boolean
}
