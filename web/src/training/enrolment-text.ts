import type {
  AdmissionCode,
  EnrolmentAct,
  EnrolmentState,
  Mark,
  MarkChange,
  Waiting,
} from '@xueshi/contract/training/enrolments'
import type * as z from 'zod/mini'
import type { Tone } from '../ui/status.tsx'

export { enrolmentStateText } from '@xueshi/contract/training/enrolments/states'

export const enrolmentStateTone: Record<EnrolmentState, Tone> = {
  applied: 'waiting',
  confirmed: 'ok',
  waitlisted: 'waiting',
  refused: 'bad',
  withdrawn: 'past',
  completed: 'ok',
  failed: 'bad',
}

export const enrolmentActText: Record<EnrolmentAct, string> = {
  apply: '报名',
  nominate: '单位提名报名',
  withdraw: '取消报名',
  recall: '单位收回提名，报名取消',
  confirm: '确认，报名成功',
  wait: '列入候补',
  refuse: '未通过',
  reconsider: '撤销决定',
  promote: '候补递补，报名成功',
  draw: '抽签',
  displace: '转为候补',
  lapse: '班级已开班，报名结束',
  complete: '结业',
  fail: '未合格',
  acknowledge: '更正为结业',
  revoke: '更正为未合格',
  cancel: '培训班取消，报名取消',
}

export const enrolmentActTone: Record<EnrolmentAct, Tone> = {
  apply: 'waiting',
  nominate: 'waiting',
  withdraw: 'past',
  recall: 'past',
  confirm: 'ok',
  wait: 'waiting',
  refuse: 'bad',
  reconsider: 'neutral',
  promote: 'ok',
  draw: 'ok',
  displace: 'attention',
  lapse: 'past',
  complete: 'ok',
  fail: 'bad',
  acknowledge: 'ok',
  revoke: 'bad',
  cancel: 'bad',
}

/** Why a class does not admit somebody. */
export const admissionText: Record<AdmissionCode, string> = {
  SERIES_NOT_ADMITTED: '专业系列不在报名对象内',
  LEVEL_NOT_ADMITTED: '职称层级不在报名对象内',
  REGION_NOT_ADMITTED: '工作单位不在限定的地区',
  UNIT_NOT_ADMITTED: '工作单位不在指定单位内',
}

const waitingReason: Record<z.infer<typeof Waiting>['why'], string> = {
  FULL: '班级已满',
  KEPT: '余下名额为指定单位保留',
  PAUSED: '施教机构暂停递补',
}

/** 第 3 位，班级已满. */
export const waitingText = ({ position, why }: z.infer<typeof Waiting>) =>
  `第 ${position} 位，${waitingReason[why]}`

/** 考勤. */
export const markText: Record<Mark, string> = {
  present: '出勤',
  late: '迟到',
  absent: '缺勤',
  leave: '请假',
}

export const markSourceText: Record<MarkChange['formerBy'], string> = {
  qr: '扫码签到',
  list: '登记',
  sheet: '签到表导入',
}

export const markTone: Record<Mark, Tone> = {
  present: 'ok',
  late: 'attention',
  absent: 'bad',
  leave: 'past',
}
