import type {
  CertificationRun,
  ListedOutcome,
  UndoOutcome,
} from '@xueshi/contract/ledger/certification-runs'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { taskStateText, taskStateTone } from '../tasks/text.ts'
import type { Tone } from '../ui/status.tsx'

export const outcomeText: Record<ListedOutcome, string> = {
  certified: '已认证',
  outdated: '按现行规则未达标',
  moved: '期间有变动',
  held: '因失信暂缓',
  closed: '已过截止日期',
  notMet: '未达标',
  suspended: '暂缓',
  revoked: '已撤销',
}

/** Why somebody stands in this list. */
export const outcomeReason: Record<ListedOutcome, string> = {
  certified: '本次认证并签发了证书。证书状态是现在的状态。',
  outdated: '原来的学时达标，按认证当时的规则重新计算后未达标。',
  moved: '认证期间学时有变动，或者已由其他部门、本人先行认证。',
  held: '有生效的失信记录，年度认证暂缓。',
  closed: '本人所在地区、系列的规则规定的认证截止日期已过。',
  notMet: '没有进入本次认证。以下是现在仍未达标的人员，还缺的学时见表。',
  suspended: '没有进入本次认证。以下是现在仍暂缓的人员。',
  revoked: '没有进入本次认证：证书曾由人工撤销，可以在证书管理中重新签发。以下是现在仍如此的人员。',
}

export const undoText: Record<UndoOutcome, string> = {
  uncertified: '已撤销认证',
  ended: '此前已撤销或换发，未处理',
  own: '办理人本人，未处理',
}

/** How a run stands: taken back, or as its task ended. */
export function runStatus({ state, taskState, undo }: CertificationRun): {
  tone: Tone
  text: string
} {
  if (state === 'standing') {
    const shown = taskState ?? 'done'
    return { tone: taskStateTone[shown], text: taskStateText[shown] }
  }
  const undoState = undo?.taskState ?? 'done'
  return undoState === 'done'
    ? { tone: 'past', text: '已撤销' }
    : { tone: taskStateTone[undoState], text: `撤销${taskStateText[undoState]}` }
}

export const seriesText = (series: string | null) =>
  series === null ? '全部' : titleSeriesLabel(series)
