import type { ActorKind } from '@xueshi/contract/actor'
import type { AuditCheck } from '@xueshi/contract/administration/audit'
import { addIssueTexts } from '../ui/errors.ts'

addIssueTexts({
  CEILING_RANGE: '密码最长位数请填写 16 至 64 的整数',
  IDLE_RANGE: '个人无操作退出请填写 5 至 30 的整数',
  STAFF_IDLE_RANGE: '工作人员无操作退出请填写 5 至 15 的整数',
  FAILURES_RANGE: '密码错误次数请填写 5 至 10 的整数',
  ENTRY_TWICE: '已有相同的条目',
  ENTRY_LOST: '缺少已有的条目，请刷新页面后重试',
  ENTRIES_MOST: '条目不能超过 200 个',
  TEMPLATE_FACT_UNKNOWN: '花括号里有这条消息没有的内容，请改正',
  TEMPLATE_FACT_LOST: '花括号里的内容没有全部保留，请补上',
  HOTLINE_FORMAT: '服务热线只能用数字和短横线，例如 12333',
  SITE_CODE_FORMAT: '网站标识码只能用数字，最多 20 位',
})

export const kindText: Record<ActorKind | 'visitor' | 'system', string> = {
  individual: '个人',
  employer: '法人单位',
  institution: '施教机构',
  industry: '行业主管部门',
  hrss: '人社部门',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
  visitor: '访客',
  system: '系统自动',
}

export { accountStateText, accountStateTone } from '../accounts/state-text.ts'

export const settingText: Readonly<Record<string, string>> = {
  host: '主办单位',
  hotline: '服务热线',
  icp: 'ICP 备案号',
  siteCode: '网站标识码',
  passwordCeiling: '密码最长位数',
  recoveryAnswers: '找回密码时询问密保问题',
  idleMinutes: '个人无操作退出（分钟）',
  staffIdleMinutes: '工作人员无操作退出（分钟）',
  failuresBeforeRest: '锁定前允许的密码错误次数',
}

export const settingValueText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : '（空）'
}

export { actGroups, actName } from './act-text.ts'

export const checkStateText: Record<AuditCheck['state'], string> = {
  waiting: '等待开始',
  running: '正在校验',
  done: '已完成',
  failed: '未完成',
}

/** What a finding means; each names a row of the audit, a seal, or a row of the ledger or a certificate. */
export const findingText: Readonly<Record<string, string>> = {
  changed: '记录在封存后被改动',
  removed: '记录在封存后被删除',
  slippedIn: '记录是事后插入的',
  leavesChanged: '封存的内容与签名不符',
  badSignature: '封存的签名无效',
  chainBroken: '封存没有接在上一次封存之后',
  sealChanged: '封存与库外留存的不一致',
  sealMissing: '库外留存的封存在库中已不存在',
  rowChanged: '业务数据写入后被改动',
  rowRemoved: '业务数据被删除',
  rowSlippedIn: '业务数据不是由系统写入的',
  partChanged: '批量写入的清单被改动',
}

export const guardedTableText = { ledgerEntries: '学时台账', certificates: '证书' }
