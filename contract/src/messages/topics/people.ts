import { called, plain, posted, type TopicTexts } from './topic-text.ts'

export const personTopics = {
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
  'profile.unitRegistered': {
    title: '您等待的单位已经注册',
    text: '{unitName} 已在本系统通过注册。请打开“人员基本信息维护”，选择该单位并保存。',
    ...posted,
  },
  'unit.renamed': {
    title: '您的工作单位已更名',
    text: '{formerName} 已更名为 {unitName}，您的记录不受影响。',
    ...posted,
  },
  'unit.fell': {
    title: '您选择的单位没有完成注册',
    text: '{unitName} 没有完成注册。您填写的信息都保留着，请打开“人员基本信息维护”，选择现在的工作单位并保存。',
    ...posted,
  },
  'unit.ended': {
    title: '您的工作单位已注销',
    text: '{unitName} 已注销。您的记录都保留着，请打开“人员基本信息维护”，选择现在的工作单位并保存。',
    ...posted,
  },
  'employment.applied': {
    title: '有人员申请在本单位兼职',
    text: '{personName} 申请在本单位兼职，请在“人员确认”中处理。',
    ...plain,
  },
  'employment.confirmed': {
    title: '单位已同意您的申请',
    text: '{unitName} 已同意您的兼职申请。',
    ...posted,
  },
  'employment.refused': {
    title: '单位没有同意您的申请',
    text: '{unitName} 没有同意您的申请，原因：{reason}',
    ...posted,
  },
  'employment.accepted': {
    title: '新单位已确认，等待原单位办结',
    text: '{unitName} 已确认您的信息。原单位办结或期满（{dueOn}）后，您的工作单位自动变更。',
    ...posted,
  },
  'employment.moved': {
    title: '工作单位已变更',
    text: '您的工作单位已变更为 {unitName}。',
    ...posted,
  },
  'employment.ended': {
    title: '有人员离开本单位',
    text: '{personName} 已由新单位确认，与本单位的关系同时结束。',
    ...plain,
  },
  'employment.left': {
    title: '有人员离开本单位',
    text: '{personName} 已结束与本单位的关系。',
    ...plain,
  },
  'employment.closed': {
    title: '单位已办理您的离职或退休',
    text: '{unitName} 已为您办理{reason}。您的学时和证书不受影响；如有疑问，请联系该单位。',
    ...posted,
  },
  'employment.asked': {
    title: '单位请您选择工作单位',
    text: '{unitName} 导入人员名单时包含了您。如果您在该单位工作，请打开“人员基本信息维护”，选择该单位并保存。',
    ...posted,
  },
  'transfer.asked': {
    title: '有人员申请转到其他单位',
    text: '{personName} 申请转到 {unitName}。有异议的请在 {dueOn} 前提出，逾期视为同意。',
    ...plain,
  },
  'transfer.cancelled': {
    title: '转出申请已取消',
    text: '{personName} 转到其他单位的申请已取消，仍是本单位人员。',
    ...plain,
  },
  'transfer.objected': {
    title: '原单位对转出提出异议',
    text: '{unitName} 对您转到新单位提出异议：{reason} {office} 将在 {dueOn} 前裁定，逾期视为异议不成立。',
    ...called,
  },
  'transfer.waiting': {
    title: '有转出异议等待裁定',
    text: '{unitName} 对 {personName} 转出提出异议，请在 {dueOn} 前裁定，逾期视为异议不成立。',
    ...plain,
  },
  'transfer.released': {
    title: '原单位已办结转出',
    text: '{unitName} 已办结您的转出。新单位确认后，工作单位即变更。',
    ...posted,
  },
  'transfer.overruled': {
    title: '转出异议不成立',
    text: '{office} 裁定异议不成立：{reason}',
    ...called,
  },
  'transfer.upheld': {
    title: '转出异议成立',
    text: '{office} 裁定原单位的异议成立：{reason} 您仍是 {unitName} 的人员。',
    ...called,
  },
  'transfer.decided': {
    title: '转出异议已裁定',
    text: '{personName} 的转出异议已由 {office} 裁定：{outcome}。',
    ...plain,
  },
} as const satisfies TopicTexts
