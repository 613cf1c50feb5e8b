import { plain, posted, type TopicTexts } from './topic-text.ts'

export const courseTopics = {
  'course.waiting': {
    title: '有课程等待备案',
    text: '“{unitName}”提交了课程“{name}”，请办理备案。',
    ...plain,
  },
  'course.returned': {
    title: '课程被退回',
    text: '课程“{name}”被{office}退回，原因：{reason} 请修改后重新提交。',
    ...posted,
  },
  'course.filed': {
    title: '课程已备案',
    text: '课程“{name}”已由{office}备案，备案编号 {number}。公布后即列入课程目录。',
    ...posted,
  },
  'course.stopped': {
    title: '课程被停用',
    text: '课程“{name}”被{office}停用，原因：{reason} 此后不能再按它开班。',
    ...posted,
  },
  'completion.credited': {
    title: '网络学习学时已入账',
    text: '您在学习平台完成的“{name}”计入 {year} 年度，{hours} 学时。',
    ...plain,
  },
  'completion.reversed': {
    title: '网络学习学时已撤销',
    text: '学习平台撤销了“{name}”的 {hours} 学时，原因：{reason} 如有疑问，请联系学习平台。',
    ...posted,
  },
} as const satisfies TopicTexts
