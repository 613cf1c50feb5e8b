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
  'declaration.undone': {
    title: '审核操作已撤销',
    text: '“{name}”刚才的审核操作已由审核人撤销，记录恢复到操作之前，继续审核。',
    ...plain,
  },
  'declaration.declaredFor': {
    title: '单位为您申报了学时',
    text: '{unitName}为您申报了“{name}”，共 {hours} 学时，正在审核。如有疑问，请查看记录或联系单位。',
    ...plain,
  },
  'declaration.batchWaiting': {
    title: '有批量申报等待审核',
    text: '批量申报“{name}”的 {count} 条继续教育记录已送到您的部门，请审核。',
    ...plain,
  },
  'declaration.overdue': {
    title: '有记录逾期未审核',
    text: '您的部门有 {count} 条继续教育记录已超过 {days} 个工作日未审核，请尽快处理。',
    ...posted,
  },
  'declaration.reviewDue': {
    title: '审核截止日期将到',
    text: '您的部门还有 {count} 条继续教育记录待审核，按规则应于 {day} 前审核（含当日），请及时处理。',
    ...posted,
  },
  'declaration.lapsed': {
    title: '逾期记录已转上级',
    text: '一条继续教育记录超过 {days} 个工作日未审核，已转交上级部门。',
    ...plain,
  },
  'declaration.escalated': {
    title: '记录已转上级审核',
    text: '“{name}”因审核单位逾期未处理，已转交{officeName}审核。',
    ...plain,
  },
  'declaration.appealed': {
    title: '有申诉等待审理',
    text: '一条继续教育记录的申诉已送到您的部门，请审理。',
    ...plain,
  },
  'declaration.upheld': {
    title: '申诉结果：维持原决定',
    text: '“{name}”的申诉已审理，维持原决定，理由：{reason}',
    ...posted,
  },
  'declaration.granted': {
    title: '申诉结果：改判认定',
    text: '“{name}”的申诉已审理，改判认定，学时已记入台账。',
    ...posted,
  },
  'declaration.revoked': {
    title: '学时认定被撤销',
    text: '“{name}”已认定的学时被撤销，依据：{decision}，理由：{reason}',
    channels: ['email'],
    must: true,
  },
  'declaration.reinstated': {
    title: '学时认定已恢复',
    text: '“{name}”的学时认定已恢复并重新记入台账，依据：{decision}',
    ...posted,
  },
  'declaration.revokedOfUnit': {
    title: '本单位人员的学时认定被撤销',
    text: '“{name}”的学时认定已由主管部门撤销，依据：{decision}',
    ...plain,
  },
} as const satisfies TopicTexts
