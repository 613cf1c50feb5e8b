import { called, plain, posted, type TopicTexts } from './topic-text.ts'

/** Of a class: to its institution and the office that approves it. */
const institutionTopics = {
  'class.waiting': {
    title: '有培训班等待审批',
    text: '“{unitName}”提交了培训班“{name}”，请审批。',
    ...plain,
  },
  'class.approved': {
    title: '培训班已批准',
    text: '培训班“{name}”已由{office}批准，报名开始时自动开放，也可以提前开放。',
    ...posted,
  },
  'class.returned': {
    title: '培训班被退回',
    text: '培训班“{name}”被{office}退回，原因：{reason} 请修改后重新提交。',
    ...posted,
  },
  'class.changed': {
    title: '培训班变更了开班安排',
    text: '“{unitName}”变更了已批准的培训班“{name}”：{what}。原因：{reason}',
    ...plain,
  },
  'class.keptEnding': {
    title: '为本单位保留的名额即将到期',
    text: '培训班“{name}”为本单位保留的名额还有 {count} 个没有人报名，保留至报名截止（{until}），届时不再保留。请尽早提名或通知本单位人员报名。',
    ...posted,
  },
  'class.keptEnded': {
    title: '为本单位保留的名额已到期',
    text: '培训班“{name}”报名已截止，为本单位保留的名额有 {count} 个没有人报名，不再保留，已按顺序给其他报名的人。',
    ...posted,
  },
  'class.courseStopped': {
    title: '培训班的课程已停用',
    text: '课程“{courseName}”已停用，培训班“{name}”不能再批准或开放报名。请取消，改用其他已备案的课程重新开班。',
    ...posted,
  },
} as const satisfies TopicTexts

/** Of an enrolment: to the person, by whose enrolment's id the page is found. */
const personTopics = {
  'enrolment.confirmed': {
    title: '报名成功',
    text: '您已被“{name}”录取，{startsOn} 开班，地点：{place}。',
    ...called,
  },
  'enrolment.promoted': {
    title: '候补成功',
    text: '“{name}”有名额空出，您已由候补转为报名成功，{startsOn} 开班。如不能参加，请尽早取消。',
    ...called,
  },
  'enrolment.waitlisted': {
    title: '已列入候补',
    text: '“{name}”的名额已满，您已列入候补。有名额空出时按顺序递补，届时会通知您。',
    ...posted,
  },
  'enrolment.displaced': {
    title: '报名转为候补',
    text: '“{name}”的报名由录取转为候补，原因：{reason}',
    ...called,
  },
  'enrolment.refused': {
    title: '报名未通过',
    text: '您报名的“{name}”未通过，原因：{reason}',
    ...posted,
  },
  'enrolment.reconsidered': {
    title: '报名重新待确认',
    text: '施教机构撤销了对您报名“{name}”的处理，请等待确认。',
    ...posted,
  },
  'enrolment.unconfirmed': {
    title: '录取已撤销',
    text: '施教机构撤销了“{name}”对您的录取，报名重新待确认，原因：{reason}',
    ...called,
  },
  'enrolment.requeued': {
    title: '已恢复候补',
    text: '施教机构撤销了“{name}”对您报名未通过的决定，您按原来的顺序列入候补。',
    ...posted,
  },
  'enrolment.nominated': {
    title: '单位已为您报名培训班',
    text: '{unitName} 提名您参加“{name}”，{startsOn} 开班。如不能参加，请在开班前取消。',
    ...posted,
  },
  'enrolment.recalled': {
    title: '单位收回了提名',
    text: '{unitName} 收回了对您参加“{name}”的提名，报名已取消，原因：{reason} 仍想参加的，可以在报名截止前自己报名。',
    ...posted,
  },
  'enrolment.lapsed': {
    title: '报名未通过（班级已开班）',
    text: '“{name}”已开班，您的报名没有得到名额，报名结束。',
    ...posted,
  },
  'enrolment.changed': {
    title: '开班安排有变更',
    text: '“{name}”的开班安排有变更：{what}。原因：{reason}',
    ...called,
  },
  'enrolment.cancelled': {
    title: '培训班已取消',
    text: '“{name}”已取消，原因：{reason} 您的报名同时取消。',
    ...called,
  },
  'enrolment.message': {
    title: '培训班通知',
    text: '“{name}”：{text}',
    ...posted,
  },
  'enrolment.reminder': {
    title: '即将开班',
    text: '您报名的“{name}”将于 {startsOn} 开班，地点：{place}。',
    ...called,
  },
  'enrolment.completed': {
    title: '培训班已结业',
    text: '您已从“{name}”结业，学时已记入台账。',
    ...posted,
  },
  'enrolment.failed': {
    title: '培训班未合格',
    text: '您在“{name}”未达到结业要求，原因：{reason}',
    ...posted,
  },
  'enrolment.notCredited': {
    title: '培训班已结业（不重复记学时）',
    text: '“{name}”已结业。您已有这门课程的学时，不重复记入。',
    ...posted,
  },
  'enrolment.revoked': {
    title: '结业结果已更正',
    text: '“{name}”的结业结果已更正为未合格，学时已冲销，原因：{reason}',
    ...called,
  },
  'enrolment.acknowledged': {
    title: '结业结果已更正',
    text: '“{name}”的结业结果已更正为结业，学时已记入台账，原因：{reason}',
    ...posted,
  },
} as const satisfies TopicTexts

export const classTopics = { ...institutionTopics, ...personTopics }
