import type { ClaimForm } from '@xueshi/contract/insight/claims'

/** Hours that the own unit should know of, of which the house has no trace. */
export const claimForm = (given: Partial<ClaimForm> = {}): ClaimForm => ({
  year: 2026,
  kind: 'unit',
  record: null,
  institution: null,
  regionCode: null,
  name: '内部技术培训',
  hoursTenths: 160,
  words: '三月参加单位组织的培训，签到表在人事部门。',
  ...given,
})
