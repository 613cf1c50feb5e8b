import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { Cursor, Done, Id, Instant, pageOf } from './shapes.ts'

/** Ways out of the portal; the portal itself always shows the message. */
export const channels = ['sms', 'email'] as const
export type Channel = (typeof channels)[number]

/**
 * What a message says and where it goes. `{name}` is filled from the message's facts. `must`: it
 * concerns the safety of the account or somebody's rights, so its channels cannot be turned off.
 */
export type TopicText = {
  title: string
  text: string
  channels: readonly Channel[]
  must: boolean
}

const plain = { channels: [], must: false } as const
const posted = { channels: ['email'], must: false } as const
const safety = { channels: ['sms', 'email'], must: true } as const

/** Every topic that the system tells of. A message of a topic that is not here cannot be written. */
export const topics = {
  'profile.submitted': {
    title: '有人员等待确认',
    text: '{personName} 选择了本单位并提交了基本信息，请核对确认。',
    ...plain,
  },
  'profile.confirmed': {
    title: '基本信息已确认',
    text: '{unitName} 已确认您的基本信息，可以送审继续教育记录了。',
    ...posted,
  },
  'profile.returned': {
    title: '基本信息被退回',
    text: '{unitName} 退回了您的基本信息，原因：{reason}',
    ...posted,
  },
  'employment.ended': {
    title: '有人员离开本单位',
    text: '{personName} 已由新单位确认，与本单位的关系同时结束。',
    ...plain,
  },
  'declaration.waiting': {
    title: '有记录等待审核',
    text: '一条继续教育记录已送到您的部门，请审核。',
    ...plain,
  },
  'declaration.passed': {
    title: '记录已通过，转上级审核',
    text: '“{name}”已通过本级审核，转交上级部门。',
    ...plain,
  },
  'declaration.returned': {
    title: '记录被退回',
    text: '“{name}”被退回，原因：{reason} 请修改后重新送审。',
    ...posted,
  },
  'declaration.rejected': {
    title: '记录不予认定',
    text: '“{name}”未获认定，原因：{reason}',
    ...posted,
  },
  'declaration.recognised': {
    title: '学时已认定',
    text: '“{name}”的学时已认定并记入台账。',
    ...plain,
  },
  'year.met': {
    title: '年度学时已达标',
    text: '您 {year} 年度的学时已达到要求，可以申请年度认证。',
    ...posted,
  },
  'certificate.issued': {
    title: '证书已签发',
    text: '您 {year} 年度的继续教育证书已签发，证书号 {number}。',
    ...posted,
  },
  'certificate.withdrawn': {
    title: '证书已撤销',
    text: '您 {year} 年度的证书（{number}）已撤销，原因：{reason}',
    ...safety,
  },
  'unit.submitted': {
    title: '有单位等待审核',
    text: '{unitName} 提交了单位注册，请审核。',
    ...plain,
  },
  'unit.approved': {
    title: '单位注册已通过',
    text: '{unitName} 的注册已由 {office} 审核通过，可以办理单位业务了。',
    channels: ['sms', 'email'],
    must: false,
  },
  'unit.returned': {
    title: '单位注册被退回',
    text: '{unitName} 的注册被 {office} 退回，原因：{reason} 请修改后重新提交。',
    channels: ['sms', 'email'],
    must: false,
  },
  'unit.merged': {
    title: '单位已并入已有单位',
    text: '{unitName} 已由 {office} 并入 {intoName}。已为您向该单位提出加入申请，由其管理员决定。',
    channels: ['sms', 'email'],
    must: false,
  },
  'unit.opened': {
    title: '您的工作单位已通过注册',
    text: '{unitName} 已通过注册审核，将由其经办人确认您的信息。',
    ...posted,
  },
  'unit.moved': {
    title: '您的工作单位已并入其他单位',
    text: '{unitName} 已并入 {intoName}，您的信息已转由该单位确认。',
    ...posted,
  },
  'staff.ended': {
    title: '员工账号已停用',
    text: '{unitName} 已停用您的员工账号，您不再办理该单位的业务。',
    ...posted,
  },
  'join.applied': {
    title: '有人申请加入本单位',
    text: '{personName} 申请成为本单位的经办人，请管理员在“员工账号”中处理。',
    ...plain,
  },
  'join.accepted': {
    title: '加入申请已同意',
    text: '{unitName} 已同意您加入，可以切换到单位业务了。',
    ...posted,
  },
  'join.refused': {
    title: '加入申请未获同意',
    text: '{unitName} 没有同意您的加入申请，原因：{reason}',
    ...posted,
  },
  'password.changed': {
    title: '密码已修改',
    text: '您的登录密码刚刚被修改。如非本人操作，请立即找回密码并致电 12333。',
    ...safety,
  },
  'phone.changed': {
    title: '手机号码已验证或更换',
    text: '您账号的手机号码刚刚完成验证或更换。如非本人操作，请立即修改密码并致电 12333。',
    ...safety,
  },
  'email.changed': {
    title: '邮箱已验证或更换',
    text: '您账号的邮箱刚刚完成验证或更换。如非本人操作，请立即修改密码并致电 12333。',
    ...safety,
  },
  'questions.changed': {
    title: '密保问题已修改',
    text: '您的密保问题刚刚被修改。如非本人操作，请立即修改密码并致电 12333。',
    ...safety,
  },
  'password.recovered': {
    title: '密码已重新设置',
    text: '您的密码刚刚通过“忘记密码”重新设置，所有登录已退出。如非本人操作，请立即致电 12333。',
    ...safety,
  },
  'helpDesk.issued': {
    title: '工作人员已为您签发一次性验证码',
    text: '工作人员核对身份后，为您的账号签发了一次性验证码。如非本人申请，请立即致电 12333。',
    ...safety,
  },
  'secondFactor.on': {
    title: '两步验证已启用',
    text: '您的账号已启用两步验证，今后登录还需要动态验证码。如非本人操作，请立即致电 12333。',
    ...safety,
  },
  'secondFactor.off': {
    title: '两步验证已停用',
    text: '您的账号已停用两步验证。如非本人操作，请立即修改密码并致电 12333。',
    ...safety,
  },
  'recoveryCodes.renewed': {
    title: '恢复码已重新生成',
    text: '您的两步验证恢复码已重新生成，原有恢复码全部失效。如非本人操作，请立即修改密码。',
    ...safety,
  },
  'recoveryCode.used': {
    title: '使用了一个恢复码登录',
    text: '您的账号刚刚用恢复码登录。如非本人操作，请立即修改密码并致电 12333。',
    ...safety,
  },
} as const satisfies Record<string, TopicText>
export type Topic = keyof typeof topics

/** A template with its facts filled in; a fact that is missing leaves a dash, never the braces. */
export function fillText(template: string, facts: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = facts[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '—'
  })
}

export const Message = z.object({
  id: Id,
  topic: z.string(),
  title: z.string(),
  text: z.string(),
  /** The record that the message is about, where its page is known by the topic. */
  recordId: z.nullable(Id),
  at: Instant,
  read: z.boolean(),
})
export type Message = z.infer<typeof Message>

/** 消息: what was told to the person, or to the unit from whose seat they look. Newest first. */
export const listMessages = endpoint('GET /messages', {
  summary: '消息',
  by: 'signedIn',
  repeat: 'natural',
  query: z.object({ unread: z.optional(z.enum(['1'])), after: z.optional(Cursor) }),
  reply: z.object({ ...pageOf(Message).shape, unread: z.int(), more: z.boolean() }),
})

/** Marks messages as read: the listed ones, or all. */
export const readMessages = endpoint('POST /messages/read', {
  summary: '标为已读',
  by: 'signedIn',
  repeat: 'natural',
  body: z.object({ ids: z.nullable(z.array(Id).check(z.maxLength(100))) }),
  reply: Done,
})

export const Preferences = z.object({ sms: z.boolean(), email: z.boolean() })

/** Which channels a person wants beside the portal. What must be told is told all the same. */
export const readPreferences = endpoint('GET /messages/preferences', {
  summary: '消息渠道',
  by: 'signedIn',
  repeat: 'natural',
  reply: Preferences,
})
export const savePreferences = endpoint('POST /messages/preferences', {
  summary: '保存消息渠道',
  by: 'signedIn',
  repeat: 'natural',
  body: Preferences,
  reply: Preferences,
})

/** In demo mode only: what would have been sent. 404 otherwise. */
export const listSent = endpoint('GET /demo/sent', {
  summary: '演示：发出的短信和邮件',
  by: 'anyone',
  repeat: 'natural',
  reply: z.object({
    items: z.array(
      z.object({
        id: Id,
        channel: z.enum(channels),
        addressMasked: z.string(),
        title: z.string(),
        text: z.string(),
        at: Instant,
        state: z.enum(['waiting', 'sent', 'failed']),
      }),
    ),
  }),
  errors: ['NOT_FOUND'],
})
