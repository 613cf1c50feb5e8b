import { type Case, readCase } from '@xueshi/contract/integrity'
import type { ReactNode } from 'react'
import { AttachmentList } from '../attachments.tsx'
import { type Fresh, freshFrom } from '../file-bytes.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Card } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Timeline } from '../ui/timeline.tsx'
import {
  caseActText,
  caseActTone,
  caseKindText,
  caseStateText,
  caseStateTone,
  subjectText,
} from './text.ts'

/** What a case holds its subject back from, in words. */
export function effectsOf({ suspendedYears, noPublishing }: Case): string {
  const years = suspendedYears.length > 0 ? `${suspendedYears.join('、')} 年度暂缓认证` : ''
  const publishing = noPublishing ? '停止发布培训班' : ''
  return [years, publishing].filter(Boolean).join('；') || '无'
}

/** Addresses of its evidence that hold from now on. */
export const freshEvidence = (id: string): Fresh =>
  freshFrom(readCase, { params: { id } }, ({ files }) => files)

/** A case as everybody reads it: what, whom, what follows, the evidence (or what changes it) and the way that it went. */
export function CaseFacts({ one, evidence }: { one: Case; evidence?: ReactNode }) {
  return (
    <>
      <Card title="基本信息">
        <DefinitionList
          facts={[
            {
              term: '状态',
              value: <Status tone={caseStateTone[one.state]}>{caseStateText[one.state]}</Status>,
            },
            { term: '失信人类型', value: subjectText[one.subjectKind] },
            { term: '失信人名称', value: one.subjectName },
            {
              term: one.subjectKind === 'person' ? '工作单位' : '统一社会信用代码',
              value: one.subjectDetail,
            },
            { term: '失信内容', value: caseKindText(one.kind) },
            { term: '影响', value: effectsOf(one) },
            { term: '有效期至', value: one.endsOn ?? '撤销之前' },
            { term: '登记部门', value: one.officeName },
            { term: '事实与依据', value: one.facts, wide: true },
          ]}
        />
      </Card>
      <Card title="证据">
        {evidence || <AttachmentList files={one.files} fresh={freshEvidence(one.id)} />}
      </Card>
      <Card title="办理经过">
        <Timeline
          events={one.timeline.map(({ at, by, office, act, reason }) => ({
            at,
            what: caseActText[act],
            who: by,
            office,
            why: reason,
            tone: caseActTone[act],
          }))}
        />
      </Card>
    </>
  )
}
