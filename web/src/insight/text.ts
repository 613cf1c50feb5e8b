import type { TodoKind } from '@xueshi/contract/insight'
import { type StaffedPortal, paths } from '../paths.ts'

type Todo = { text: string; verb: string; to: (portal: StaffedPortal) => string }

/** What waits, in words, and where it is done. */
export const todoText: Record<TodoKind, Todo> = {
  completeProfile: {
    text: '人员基本信息还没有提交给单位',
    verb: '去填写',
    to: () => paths.profile(),
  },
  correctProfile: { text: '单位退回了您的人员基本信息', verb: '去修改', to: () => paths.profile() },
  provePhone: {
    text: '手机号码还没有验证，忘记密码时无法自己找回',
    verb: '去验证',
    to: () => paths.security('individual'),
  },
  answerInvitations: {
    text: '等待答复的员工邀请',
    verb: '去答复',
    to: () => paths.invitations(),
  },
  correctDeclarations: {
    text: '退回待修改的继续教育记录',
    verb: '去修改',
    to: () => `${paths.declarations()}?state=returned`,
  },
  finishDrafts: {
    text: '尚未送审的草稿',
    verb: '去送审',
    to: () => `${paths.declarations()}?state=draft`,
  },
  correctCorrections: {
    text: '退回待修改的更正申请',
    verb: '去修改',
    to: () => paths.corrections(),
  },
  correctExemptions: {
    text: '退回待修改的免修减免申请',
    verb: '去修改',
    to: () => paths.exemptions(),
  },
  reviewExemptions: {
    text: '等待审核的免修减免申请',
    verb: '去审核',
    to: (portal) => paths.exemptionReviews(portal === 'hrss' ? 'hrss' : 'employer'),
  },
  finishUnit: { text: '单位注册还没有完成', verb: '去完成', to: () => paths.unit() },
  decideJoins: {
    text: '等待处理的加入申请',
    verb: '去处理',
    to: () => paths.staff('employer'),
  },
  reviewUnits: { text: '等待审核的单位', verb: '去审核', to: () => paths.unitReviews() },
  decideCorrections: {
    text: '等待办理的更正申请',
    verb: '去办理',
    to: () => paths.correctionReviews(),
  },
  reviewUnitChanges: {
    text: '等待审核的单位变更申请',
    verb: '去审核',
    to: () => paths.unitChanges(),
  },
  reviewAccreditations: {
    text: '等待审核的机构资质',
    verb: '去审核',
    to: () => paths.accreditations(),
  },
  correctAccreditation: {
    text: '退回待修改的机构资质申请',
    verb: '去修改',
    to: (portal) => paths.ownAccreditation(portal === 'institution' ? portal : 'employer'),
  },
  decideSubUnits: {
    text: '等待确认的下级单位',
    verb: '去确认',
    to: () => paths.subUnits(),
  },
  confirmPeople: { text: '等待单位确认的人员', verb: '去确认', to: () => paths.people() },
  decidePartTime: { text: '等待答复的兼职申请', verb: '去答复', to: () => paths.people() },
  answerTransfers: { text: '等待办理的转出申请', verb: '去办理', to: () => paths.people() },
  decideTransfers: {
    text: '等待裁定的转出异议',
    verb: '去裁定',
    to: () => paths.lookup('hrss'),
  },
  reviewDeclarations: {
    text: '等待审核的继续教育记录',
    verb: '去审核',
    to: (portal) => paths.reviews(portal === 'institution' ? 'employer' : portal),
  },
  correctCourses: {
    text: '退回待修改的课程',
    verb: '去修改',
    to: (portal) =>
      `${paths.courses(portal === 'industry' ? 'industry' : 'institution')}?state=returned`,
  },
  correctClasses: {
    text: '退回待修改的培训班',
    verb: '去修改',
    to: () => `${paths.classes()}?state=returned`,
  },
  confirmTrainees: {
    text: '有人等待确认的培训班',
    verb: '去确认',
    to: () => paths.confirming(),
  },
  finishClasses: { text: '等待考核和结业的培训班', verb: '去办理', to: () => paths.grading() },
  fileCourses: {
    text: '等待备案的课程',
    verb: '去办理',
    to: (portal) => paths.filings(portal === 'hrss' ? 'hrss' : 'industry'),
  },
  approveClasses: {
    text: '等待审批的培训班',
    verb: '去审批',
    to: (portal) => paths.classReviews(portal === 'hrss' ? 'hrss' : 'industry'),
  },
  answerClaims: {
    text: '等待答复的缺失学时',
    verb: '去答复',
    to: (portal) => paths.claims(portal),
  },
  readAnswers: {
    text: '已经答复的缺失学时',
    verb: '去查看',
    to: () => paths.missingHours(),
  },
  decideCases: {
    text: '等待审定的失信信息',
    verb: '去审定',
    to: (portal) => `${paths.cases(portal)}?state=proposed`,
  },
  failedTasks: {
    text: '近七天没有完成的任务',
    verb: '去查看',
    to: () => `${paths.watchedTasks()}?state=failed`,
  },
  failedJobs: {
    text: '多次重试仍失败的后台工作',
    verb: '去查看',
    to: () => paths.houseState(),
  },
  restingAccounts: {
    text: '暂时锁定的账号',
    verb: '去查看',
    to: () => `${paths.accounts()}?view=resting`,
  },
  auditFindings: {
    text: '最近一次完整性校验发现的问题',
    verb: '去查看',
    to: () => paths.integrity(),
  },
  auditUnverified: {
    text: '审计封存超过七天没有校验',
    verb: '去校验',
    to: () => paths.integrity(),
  },
}
