import { plain, safety, type TopicTexts } from './topic-text.ts'

export const correctionTopics = {
  'correction.submitted': {
    title: '有更正申请等待办理',
    text: '有人员提交了更正申请，请在“更正申请”中核对办理。',
    ...plain,
  },
  'correction.named': {
    title: '有人申请将本账号并入另一账号',
    text: '有人向{office}申请将本账号并入其名下的另一账号。如非本人申请，请立即致电 12333。',
    ...safety,
  },
  'correction.returned': {
    title: '更正申请被退回',
    text: '{office}退回了您的更正申请，原因：{reason} 请补充后重新提交。',
    ...safety,
  },
  'correction.approved': {
    title: '更正申请已同意',
    text: '{office}已同意您的更正申请，更正内容即时生效。如非本人申请，请立即致电 12333。',
    ...safety,
  },
  'correction.rejected': {
    title: '更正申请未获同意',
    text: '{office}没有同意您的更正申请，原因：{reason}',
    ...safety,
  },
} as const satisfies TopicTexts
