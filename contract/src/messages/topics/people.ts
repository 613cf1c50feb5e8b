import { plain, posted, type TopicTexts } from './topic-text.ts'

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
  'unit.renamed': {
    title: '您的工作单位已更名',
    text: '{formerName} 已更名为 {unitName}，您的记录不受影响。',
    ...posted,
  },
  'unit.ended': {
    title: '您的工作单位已注销',
    text: '{unitName} 已注销。您的记录都保留着，请打开“人员基本信息维护”，选择现在的工作单位并保存。',
    ...posted,
  },
  'employment.ended': {
    title: '有人员离开本单位',
    text: '{personName} 已由新单位确认，与本单位的关系同时结束。',
    ...plain,
  },
} as const satisfies TopicTexts
