import { plain, type TopicTexts } from './topic-text.ts'

export const taskTopics = {
  'task.done': {
    title: '任务已完成',
    text: '“{title}”已完成，可在“任务”中查看结果。',
    ...plain,
  },
  'task.failed': {
    title: '任务没有完成',
    text: '“{title}”没有完成，可在“任务”中查看原因并重试。',
    ...plain,
  },
} as const satisfies TopicTexts
