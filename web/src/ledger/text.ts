import type { CertificationTerms, YearState } from '@xueshi/contract/ledger'

export { categoryText } from '@xueshi/contract/dictionaries/categories'

/** 年度认证情况. */
export const yearStateText: Record<YearState, string> = {
  notMet: '未达标',
  met: '待认证',
  certified: '已认证',
  suspended: '暂缓',
  revoked: '已撤销',
}

export const yearStateTone = {
  notMet: 'attention',
  met: 'waiting',
  certified: 'ok',
  suspended: 'bad',
  revoked: 'past',
} as const satisfies Record<YearState, string>

/** How a year that waits for it comes to its certification, where its person cannot ask. */
export const certificationText = ({ to, isOpen }: CertificationTerms) =>
  isOpen ? '由人社部门统一认证' : `认证截止日期（${to}）已过，不能再认证`

export const sourceText = {
  declaration: '个人申报',
  class: '培训班',
  platform: '网络平台',
  legacy: '历史数据',
} as const
