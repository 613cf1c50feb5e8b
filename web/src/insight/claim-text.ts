import type {
  Claim,
  ClaimKind,
  ClaimOutcome,
  ClaimState,
  Holder,
  Trace,
  TraceCode,
  TraceSource,
} from '@xueshi/contract/insight/claims'
import type { Tone } from '../ui/status.tsx'

export const claimStateText: Record<ClaimState, string> = {
  open: '待答复',
  answered: '已答复',
  settled: '已解决',
  withdrawn: '已撤回',
}
export const claimStateTone: Record<ClaimState, Tone> = {
  open: 'waiting',
  answered: 'attention',
  settled: 'ok',
  withdrawn: 'past',
}

export const claimKindText: Record<ClaimKind, string> = {
  class: '参加过的培训班',
  platform: '在网络平台学过的课程',
  unit: '应由单位申报或确认的学时',
  past: '往年的学时（旧系统或纸质证书）',
}

export const sourceText: Record<TraceSource, string> = {
  class: '培训班',
  declaration: '个人申报',
  platform: '网络平台',
  import: '历史数据',
}

export const holderText: Record<Holder, string> = {
  institution: '施教机构',
  employer: '工作单位',
  industry: '行业主管部门',
  hrss: '人社部门',
}

export const outcomeText: Record<ClaimOutcome, string> = {
  mended: '已处理',
  explained: '已说明原因',
}

/** Where the hours are held up, in plain words, and what to do about it. */
export const traceText: Record<TraceCode, { text: string; advice: string; tone: Tone }> = {
  credited: { text: '学时已计入', advice: '不缺失', tone: 'ok' },
  takenBack: { text: '学时已被撤销', advice: '撤销的原因见学时明细', tone: 'bad' },
  placeWaiting: { text: '报名还没有确认', advice: '等施教机构确认报名', tone: 'waiting' },
  notEnrolled: { text: '报名没有成功', advice: '可以报名其他培训班', tone: 'past' },
  classNotBegun: { text: '尚未开课', advice: '结业后自动计入', tone: 'waiting' },
  classUnderWay: { text: '培训班还没有结束', advice: '结业后自动计入', tone: 'waiting' },
  notFinished: { text: '机构尚未登记结业', advice: '等施教机构办理结业', tone: 'attention' },
  notPassed: { text: '结业结果为未合格', advice: '对结果有疑问的，向施教机构反映', tone: 'bad' },
  notSent: { text: '还是草稿，没有送审', advice: '请您送审', tone: 'attention' },
  returned: { text: '已退回，等您修改', advice: '请您修改后再送审', tone: 'attention' },
  atEmployer: { text: '单位待审核', advice: '等单位审核', tone: 'waiting' },
  atOffice: { text: '上级部门待审核', advice: '等上级部门审核', tone: 'waiting' },
  notRecognised: { text: '不予认定', advice: '不认可的，可以申诉', tone: 'bad' },
  unmatched: {
    text: '平台上传未匹配到人',
    advice: '平台上传的姓名或证件号码与您的不一致',
    tone: 'attention',
  },
  refused: { text: '平台上传的内容不符合规定', advice: '等平台核对后重新上传', tone: 'attention' },
  importWaiting: { text: '历史数据正在核对', advice: '等人社部门核对后导入', tone: 'waiting' },
  importUnmatched: {
    text: '历史数据的姓名与您的不一致',
    advice: '等人社部门核对是否为本人',
    tone: 'attention',
  },
}

/** What to do about it, with the day before which nothing can be. */
export const adviceOf = ({ code, startsOn }: Pick<Trace, 'code' | 'startsOn'>): string => {
  const { advice } = traceText[code]
  return startsOn === null ? advice : `计划 ${startsOn} 开课，${advice}`
}

export const claimActText: Record<Claim['timeline'][number]['act'], string> = {
  file: '提交',
  answer: '答复',
  pass: '转人社部门',
  escalate: '逾期未答复，转上级',
  accept: '确认已解决',
  raise: '不认可答复，转人社部门',
  withdraw: '撤回',
}
