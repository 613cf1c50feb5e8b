import type { AccountState } from '@xueshi/contract/accounts'

export const accountStateText: Record<AccountState, string> = {
  unclaimed: '未认领',
  active: '正常',
  disabled: '已停用',
  merged: '已并入另一账号',
}
export const accountStateTone = {
  unclaimed: 'neutral',
  active: 'ok',
  disabled: 'bad',
  merged: 'past',
} as const
