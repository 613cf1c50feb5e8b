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
export const levelText = { manager: '负责人', clerk: '经办人' } as const

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

/** What the acts of the audit are called; one that is not here shows its code. */
export const actText: Readonly<Record<string, string>> = {
  'account.create': '注册账号',
  'account.claim': '认领账号',
  'account.refuseClaim': '认领被拒',
  'account.disable': '停用账号',
  'account.enable': '恢复账号',
  'account.liftRest': '解除锁定',
  'login.open': '登录',
  'login.begin': '登录第一步',
  'login.refuse': '登录失败',
  'login.close': '退出',
  'login.end': '结束自己的登录',
  'login.endOthers': '结束其他登录',
  'login.endForeign': '结束他人的登录',
  'password.change': '修改密码',
  'password.refuse': '密码核对失败',
  'password.recover': '找回密码',
  'questions.change': '修改密保问题',
  'recovery.prove': '找回：验证通过',
  'recovery.answer': '找回：密保通过',
  'recovery.refuse': '找回：验证失败',
  'code.send': '发送验证码',
  'code.refuse': '验证码错误',
  'contact.change': '更换手机或邮箱',
  'phone.refuse': '手机验证失败',
  'helpDesk.issue': '签发一次性验证码',
  'secondFactor.begin': '开始设置两步验证',
  'secondFactor.confirm': '启用两步验证',
  'secondFactor.refuse': '两步验证失败',
  'secondFactor.remove': '关闭两步验证',
  'secondFactor.lift': '解除他人的两步验证',
  'recoveryCodes.renew': '更换恢复码',
  'profile.submit': '提交基本信息',
  'profile.confirm': '确认基本信息',
  'profile.return': '退回基本信息',
  'profile.withdraw': '撤回基本信息',
  'declaration.create': '新建申报',
  'declaration.edit': '修改申报',
  'declaration.delete': '删除申报',
  'declaration.submit': '送审',
  'declaration.withdraw': '撤回申报',
  'declaration.return': '退回申报',
  'declaration.pass': '通过并转上级',
  'declaration.recognise': '认定学时',
  'declaration.reject': '不予认定',
  'evidence.add': '添加附件',
  'evidence.receive': '收到附件',
  'evidence.refuse': '附件被拒',
  'evidence.remove': '删除附件',
  'year.certify': '年度认证',
  'certificate.withdraw': '撤销证书',
  'unit.create': '建立单位',
  'unit.grant': '授予单位资质',
  'staff.add': '增加工作人员',
  'correction.create': '新建更正申请',
  'correction.submit': '提交更正申请',
  'correction.withdraw': '撤回更正申请',
  'correction.return': '退回更正申请',
  'correction.approve': '同意更正',
  'correction.reject': '不同意更正',
  'correction.reveal': '查看完整证件号码',
  'settings.save': '保存设置',
  'template.save': '修改消息模板',
  'audit.reveal': '查看个人信息',
  'audit.check': '校验审计',
  'demo.seed': '生成演示数据',
}
export const actName = (act: string) => actText[act] ?? act

export const checkStateText: Record<AuditCheck['state'], string> = {
  waiting: '等待开始',
  running: '正在校验',
  done: '已完成',
  failed: '未完成',
}

/** What a finding means; each names a row or a seal. */
export const findingText: Readonly<Record<string, string>> = {
  changed: '记录在封存后被改动',
  removed: '记录在封存后被删除',
  slippedIn: '记录是事后插入的',
  leavesChanged: '封存的内容与签名不符',
  badSignature: '封存的签名无效',
  chainBroken: '封存没有接在上一次封存之后',
  sealChanged: '封存与库外留存的不一致',
  sealMissing: '库外留存的封存在库中已不存在',
}
