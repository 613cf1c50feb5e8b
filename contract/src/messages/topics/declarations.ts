import { plain, posted, type TopicTexts } from './topic-text.ts'

export const declarationTopics = {
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
} as const satisfies TopicTexts
