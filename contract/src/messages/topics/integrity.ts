import { plain, safety, type TopicTexts } from './topic-text.ts'

export const caseTopics = {
  'case.proposed': {
    title: '有失信信息等待审定',
    text: '一条失信信息已提交，请由登记人以外的人员审定。',
    ...plain,
  },
  'case.inForce': {
    title: '失信信息已生效',
    text: '{office} 登记的一条失信信息已经生效，内容：{kind}。可在“失信信息查看”中查看详情。',
    ...safety,
  },
  'case.withdrawn': {
    title: '失信信息已撤销',
    text: '{office} 已撤销一条失信信息，原因：{reason} 相关限制同时解除。',
    ...safety,
  },
  'case.expired': {
    title: '失信信息已到期',
    text: '{office} 登记的一条失信信息已经到期，相关限制同时解除。',
    ...safety,
  },
} as const satisfies TopicTexts
