import { plain, posted, type TopicTexts } from './topic-text.ts'

export const yearTopics = {
  'year.met': {
    title: '年度学时已达标',
    text: '您 {year} 年度的学时已达到要求，可以申请年度认证。',
    ...posted,
  },
  'year.rulesChanged': {
    title: '年度学时按新规则重新计算',
    text: '您 {year} 年度的学时已按“{rules}”重新计算，计入 {counted} 学时，还差 {lacking} 学时。',
    ...plain,
  },
  'exemption.waiting': {
    title: '有免修减免申请等待审核',
    text: '一份免修减免申请已送到您的部门，请审核。',
    ...plain,
  },
  'exemption.overdue': {
    title: '有免修减免申请逾期未审核',
    text: '您的部门有 {count} 份免修减免申请已超过 {days} 个工作日未审核，请尽快处理。',
    ...posted,
  },
  'exemption.lapsed': {
    title: '逾期免修减免申请已转人社部门',
    text: '一份免修减免申请超过 {days} 个工作日未审核，已转交人社部门。',
    ...plain,
  },
  'exemption.escalated': {
    title: '免修减免申请已转人社部门',
    text: '您 {year} 年度的免修减免申请因单位逾期未处理，已转交{officeName}审核。',
    ...plain,
  },
  'exemption.returned': {
    title: '免修减免申请被退回',
    text: '您 {year} 年度的免修减免申请被退回，原因：{reason} 请修改后重新送审。',
    ...posted,
  },
  'exemption.refused': {
    title: '免修减免申请未获批准',
    text: '您 {year} 年度的免修减免申请未获批准，原因：{reason}',
    ...posted,
  },
  'exemption.granted': {
    title: '免修减免申请已批准',
    text: '您 {year} 年度的免修减免申请已批准，年度应修学时已相应调整。',
    ...posted,
  },
  'exemption.revoked': {
    title: '免修减免被撤销',
    text: '您 {year} 年度的免修减免已被撤销，原因：{reason} 年度应修学时恢复为原标准。',
    ...posted,
  },
} as const satisfies TopicTexts
