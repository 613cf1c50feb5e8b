import { safety, type TopicTexts } from './topic-text.ts'

export const accountTopics = {
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
    text: '{office}的工作人员核对身份后，为您的账号签发了一次性验证码，用于找回账号。如非本人申请，请立即致电 12333。',
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
} as const satisfies TopicTexts
