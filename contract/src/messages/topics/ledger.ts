import { posted, type TopicTexts } from './topic-text.ts'

export const yearTopics = {
  'year.met': {
    title: '年度学时已达标',
    text: '您 {year} 年度的学时已达到要求，可以申请年度认证。',
    ...posted,
  },
} as const satisfies TopicTexts
