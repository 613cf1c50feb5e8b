import { posted, safety, type TopicTexts } from './topic-text.ts'

export const certificateTopics = {
  'certificate.issued': {
    title: '证书已签发',
    text: '您 {year} 年度的继续教育证书已签发，证书号 {number}。',
    ...posted,
  },
  'certificate.withdrawn': {
    title: '证书已撤销',
    text: '您 {year} 年度的证书（{number}）已撤销，原因：{reason}',
    ...safety,
  },
  'certificate.reissued': {
    title: '证书已重新签发',
    text: '您 {year} 年度的证书已重新签发，新证书号 {number}，原证书（{former}）不再使用。原因：{reason}',
    ...safety,
  },
} as const satisfies TopicTexts
