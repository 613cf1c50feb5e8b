import { categoryText } from '@xueshi/contract/dictionaries/categories'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'
import { unitNatures, type UnitNature } from '@xueshi/contract/orgs/units'
import type { Capability, UnitState } from '@xueshi/contract/orgs'
import type { AccreditationState, Taught } from '@xueshi/contract/orgs/accreditations'
import type { ChangeState } from '@xueshi/contract/orgs/changes'
import type { ParentState } from '@xueshi/contract/orgs/sub-units'
import type { UnitAct } from '@xueshi/contract/orgs/timeline'
import { invitationDays, type InvitationState } from '@xueshi/contract/orgs/invitations'
import type { KeyScope } from '@xueshi/contract/actor'
import type { KeyState } from '@xueshi/contract/orgs/keys'
import type {
  Delivery,
  DeliveryState,
  WebhookEvent,
  WebhookMove,
  WebhookState,
} from '@xueshi/contract/orgs/webhooks'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'

export const unitStateText: Record<UnitState, string> = {
  draft: '未提交',
  submitted: '待审核',
  returned: '已退回',
  approved: '已通过',
  suspended: '已暂停',
  merged: '已并入其他单位',
  closed: '已注销',
  rejected: '不予注册',
  discarded: '已放弃',
}

export const unitStateTone = {
  draft: 'neutral',
  submitted: 'waiting',
  returned: 'attention',
  approved: 'ok',
  suspended: 'attention',
  merged: 'past',
  closed: 'past',
  rejected: 'past',
  discarded: 'past',
} as const satisfies Record<UnitState, string>

export const capabilityText: Record<Capability, string> = {
  employer: '法人单位',
  institution: '施教机构',
  industry: '行业主管部门',
  hrss: '人社部门',
  hosting: '人才服务机构',
}

export const changeStateText: Record<ChangeState, string> = {
  requested: '待审核',
  approved: '已同意',
  refused: '未同意',
  withdrawn: '已撤回',
}

export const changeStateTone = {
  requested: 'waiting',
  approved: 'ok',
  refused: 'bad',
  withdrawn: 'past',
} as const satisfies Record<ChangeState, string>

export const accreditationStateText: Record<AccreditationState, string> = {
  applied: '待市级初审',
  reviewed: '待省级批准',
  returned: '已退回',
  withdrawn: '已撤回',
  refused: '不予认定',
  accredited: '有效',
  suspended: '已暂停',
  replaced: '已换证',
  expired: '已到期',
  revoked: '已撤销',
}

export const accreditationStateTone = {
  applied: 'waiting',
  reviewed: 'waiting',
  returned: 'attention',
  withdrawn: 'past',
  refused: 'bad',
  accredited: 'ok',
  suspended: 'attention',
  replaced: 'past',
  expired: 'past',
  revoked: 'bad',
} as const satisfies Record<AccreditationState, string>

export const taughtOf = (each: readonly Taught[]) => each.map((one) => categoryText[one]).join('、')

/** The series that an institution teaches; none is all. */
export const seriesOf = (codes: readonly string[]) =>
  codes.length === 0 ? '不限' : codes.map((code) => titleSeriesOf(code)?.label ?? code).join('、')

export const parentStateText: Record<ParentState, string> = {
  none: '没有主管单位',
  asked: '待主管单位确认',
  accepted: '已确认',
}

export const parentStateTone = {
  none: 'neutral',
  asked: 'waiting',
  accepted: 'ok',
} as const satisfies Record<ParentState, string>

type Told = { text: string; tone: 'neutral' | 'waiting' | 'ok' | 'attention' | 'bad' | 'past' }

/** What each act of a unit's timeline is called. */
export const unitActText: Record<UnitAct, Told> = {
  submit: { text: '提交注册', tone: 'waiting' },
  withdraw: { text: '撤回注册', tone: 'past' },
  discard: { text: '放弃注册', tone: 'past' },
  return: { text: '退回注册', tone: 'attention' },
  reject: { text: '不予注册', tone: 'bad' },
  approve: { text: '通过注册', tone: 'ok' },
  merge: { text: '并入已有单位', tone: 'past' },
  askChange: { text: '申请变更信息', tone: 'waiting' },
  withdrawChange: { text: '撤回变更申请', tone: 'past' },
  approveChange: { text: '同意变更', tone: 'ok' },
  refuseChange: { text: '没有同意变更', tone: 'bad' },
  correct: { text: '更正信息', tone: 'neutral' },
  suspend: { text: '暂停办理业务', tone: 'attention' },
  lift: { text: '恢复办理业务', tone: 'ok' },
  absorb: { text: '并入其他单位', tone: 'past' },
  takeIn: { text: '其他单位并入', tone: 'neutral' },
  close: { text: '注销', tone: 'past' },
  handOver: { text: '移交管理员', tone: 'neutral' },
  grantHosting: { text: '认定为人才服务机构', tone: 'ok' },
  withdrawHosting: { text: '取消人才服务机构认定', tone: 'attention' },
  askParent: { text: '申请成为下级单位', tone: 'waiting' },
  leaveParent: { text: '解除与主管单位的关系', tone: 'past' },
  acceptUnder: { text: '主管单位同意', tone: 'ok' },
  refuseUnder: { text: '主管单位没有同意', tone: 'bad' },
  releaseUnder: { text: '主管单位解除关系', tone: 'past' },
  openOffice: { text: '设立部门', tone: 'ok' },
  applyToTeach: { text: '申请施教机构资质', tone: 'waiting' },
  withdrawTeaching: { text: '撤回资质申请', tone: 'past' },
  passTeaching: { text: '资质初审通过', tone: 'waiting' },
  returnTeaching: { text: '退回资质申请', tone: 'attention' },
  refuseTeaching: { text: '不予认定资质', tone: 'bad' },
  approveTeaching: { text: '批准施教机构资质', tone: 'ok' },
  suspendTeaching: { text: '暂停施教机构资质', tone: 'attention' },
  liftTeaching: { text: '恢复施教机构资质', tone: 'ok' },
  revokeTeaching: { text: '撤销施教机构资质', tone: 'bad' },
}

export const natureText: Record<UnitNature, string> = {
  enterprise: '企业',
  publicInstitution: '事业单位',
  government: '机关',
  socialOrganisation: '社会组织',
  other: '其他',
}

/** The words for a nature as it is kept. */
export const natureOf = (nature: string): string => {
  const known = unitNatures.find((each) => each === nature)
  return known ? natureText[known] : nature
}

export const levelText = { manager: '管理员', clerk: '经办人' } as const

export const invitationStateText: Record<InvitationState, string> = {
  offered: '待答复',
  accepted: '已接受',
  declined: '已谢绝',
  revoked: '已撤回',
  expired: '已过期',
}

export const invitationStateTone = {
  offered: 'waiting',
  accepted: 'ok',
  declined: 'past',
  revoked: 'past',
  expired: 'past',
} as const satisfies Record<InvitationState, string>

addIssueTexts({
  LINK_ADDRESS_FORMAT: '请填写手机号码或邮箱，邀请链接会发到这里',
  PERSON_NOT_FOUND:
    '没有找到姓名与用户名都相符的账号，请核对；对方手机号码没有验证过的，请填登录账号或证件号码，或改发邀请链接',
  STAFF_ALREADY: '对方已经是本单位的员工',
  INVITED_ALREADY: `已经邀请过对方，${invitationDays} 天内可以答复`,
  DEPUTY_SELF: '代办人不能是不在岗人员本人',
  DEPUTY_AWAY: '代办人在这段时间也不在岗，请另选一位',
  ABSENCE_OVERLAPS: '这段时间已有代办安排，请先结束原来的安排',
  ABSENCE_DEPUTISING: '这段时间正在替别人代办，请先结束那项安排',
  ABSENCE_TOO_LONG: '代办最长 180 天，更久的请直接邀请一位员工',
  DATE_PAST: ({ label }) => `${label}不能早于今天`,
  DATES_REVERSED: '结束日期不能早于开始日期',
  CREDIT_CODE_REQUIRED: '请填写统一社会信用代码',
  CREDIT_CODE_FORMAT: '统一社会信用代码为 18 位数字和大写字母，不含 I、O、S、V、Z，请核对',
  CREDIT_CODE_CHECK_DIGIT: '统一社会信用代码有误（校验码不符），请对照证照逐位核对',
  CREDIT_CODE_TAKEN: '这个统一社会信用代码的单位已经注册',
  CONTACT_PHONE_FORMAT: '联系电话不正确，请填写手机号码，或带区号的座机，例如 020-87654321',
  CHANGE_NOTHING: '没有任何一项与现在不同，请修改要变更的内容',
  VALID_TOO_LONG: '有效期最长五年，请改早一些',
  OFFICE_EXISTS: '这个地区已经设立了这样的部门',
  HANDOVER_SELF: '不能移交给自己，请填写单位确定的人员',
  LICENCE_REQUIRED: '请先上传营业执照或法人证书',
})

/** 接口密钥的权限. */
export const keyScopeText: Record<KeyScope, string> = {
  'completions:write': '上报结业记录',
  'completions:read': '查询上报结果和课程',
}

export const keyStateText: Record<KeyState, string> = { active: '有效', revoked: '已吊销' }
export const keyStateTone: Record<KeyState, Tone> = { active: 'ok', revoked: 'past' }

export const webhookStateText: Record<WebhookState, string> = {
  active: '启用',
  paused: '已暂停',
  removed: '已删除',
}
export const webhookStateTone: Record<WebhookState, Tone> = {
  active: 'ok',
  paused: 'attention',
  removed: 'past',
}
export const webhookMoveText: Record<WebhookMove, { verb: string; done: string }> = {
  test: { verb: '发送测试', done: '测试通知已排队发送，结果见通知记录' },
  pause: { verb: '暂停', done: '已暂停，期间的变化不再补发' },
  resume: { verb: '恢复', done: '已恢复' },
  remove: { verb: '删除', done: '已删除' },
}

export const deliveryStateText: Record<DeliveryState, string> = {
  waiting: '等待发送',
  delivered: '已送达',
  dead: '发送失败',
}
export const deliveryStateTone: Record<DeliveryState, Tone> = {
  waiting: 'waiting',
  delivered: 'ok',
  dead: 'bad',
}
/** Why nothing was answered; all other faults are of the network. */
const deliveryFaultText: Readonly<Record<string, string>> = {
  ADDRESS_INSIDE: '地址不在互联网上',
  WEBHOOK_OVER: '地址已停用',
  ENOTFOUND: '找不到这个地址',
  ECONNREFUSED: '对方拒绝连接',
  ABORT_ERR: '对方超时',
}
/** What a delivery came to: the other side's code, or why there was none. */
export function answerText({ replyCode, fault }: Pick<Delivery, 'replyCode' | 'fault'>): string {
  if (replyCode !== null) return String(replyCode)
  return fault === null ? '—' : (deliveryFaultText[fault] ?? '没有应答')
}
export const eventText: Record<WebhookEvent, string> = {
  'completions.processed': '上报处理完毕',
  'completion.changed': '记录有变化',
  ping: '测试',
}

addIssueTexts({
  SCOPES_REQUIRED: '请至少选择一项权限',
  CALL_ADDRESS_FORMAT: '网址不正确，应以 https:// 开头',
  ADDRESS_NOT_SECURE: '地址必须以 https:// 开头',
})
