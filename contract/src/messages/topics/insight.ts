import { plain, posted, type TopicTexts } from './topic-text.ts'

export const claimTopics = {
  'claim.waiting': {
    title: '有缺失学时等待答复',
    text: '有人反映 {year} 年度的学时缺失，请核对后答复。',
    ...plain,
  },
  'claim.answered': {
    title: '缺失学时已答复',
    text: '您反映的 {year} 年度缺失学时“{name}”，{office}已答复，请查看。',
    ...posted,
  },
  'claim.overdue': {
    title: '有缺失学时逾期未答复',
    text: '您的部门有 {count} 条缺失学时已超过 {days} 个工作日未答复，请尽快办理。',
    ...posted,
  },
  'claim.lapsed': {
    title: '逾期缺失学时已转上级',
    text: '一条缺失学时超过 {days} 个工作日未答复，已转交上级部门。',
    ...plain,
  },
  'claim.escalated': {
    title: '缺失学时已转上级',
    text: '您反映的 {year} 年度缺失学时“{name}”逾期未答复，已转{office}办理。',
    ...plain,
  },
  'claim.passed': {
    title: '缺失学时已转人社部门',
    text: '您反映的 {year} 年度缺失学时“{name}”已转{office}办理。',
    ...plain,
  },
} as const satisfies TopicTexts
