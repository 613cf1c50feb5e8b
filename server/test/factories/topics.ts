import type { TopicForm } from '@xueshi/contract/training/topics'
import { nextNumber } from './accounts.ts'

/** A topic of 30 hours that is open from spring on: right in every field. */
export function topicForm(given: Partial<TopicForm> = {}): TopicForm {
  return {
    year: 2026,
    title: `人工智能赋能制造业${nextNumber()}`,
    hoursTenths: 300,
    platform: '广东省专业技术人员学习平台（演示）',
    url: 'https://learn.example.com/2026',
    platformCode: null,
    openFrom: '2026-04-01',
    openTo: '2026-12-31',
    note: null,
    ...given,
  }
}
