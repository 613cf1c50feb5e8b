import { askedRelief, type Exemption, readExemption } from '@xueshi/contract/ledger'
import type { ReactNode } from 'react'
import { AttachmentList } from '../attachments.tsx'
import { type Fresh, freshFrom } from '../file-bytes.ts'
import { DateRange } from '../ui/dates.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Timeline } from '../ui/timeline.tsx'
import {
  asksText,
  exemptionActText,
  exemptionActTone,
  exemptionKindText,
  exemptionStateText,
  exemptionStateTone,
  reasonText,
  reliefText,
} from './exemption-text.ts'

export const attachmentsOf = ({ files }: Exemption) =>
  files.map(({ viewUrl: url, ...file }) => ({ ...file, url }))

/** Addresses of its papers that hold from now on. */
export const freshPapers = (id: string): Fresh =>
  freshFrom(readExemption, { params: { id } }, attachmentsOf)

/** An application as the person and its offices read it; `papers` in place of the list while they may change. */
export function ExemptionFacts({ one, papers }: { one: Exemption; papers?: ReactNode }) {
  return (
    <>
      {one.decisionReason !== null && (
        <Notice
          tone={one.state === 'granted' ? 'info' : 'warn'}
          title={one.state === 'returned' ? '退回原因' : '审核意见'}
        >
          {one.decisionReason}
        </Notice>
      )}
      <Card title="申请内容">
        <DefinitionList
          facts={[
            {
              term: '状态',
              value: (
                <Status tone={exemptionStateTone[one.state]}>
                  {exemptionStateText[one.state]}
                </Status>
              ),
            },
            { term: '姓名', value: one.personName },
            { term: '工作单位', value: one.unitName },
            { term: '年度', value: one.year },
            { term: '事由', value: reasonText(one.reason) },
            { term: '起止日期', value: <DateRange from={one.startOn} to={one.endOn} /> },
            {
              term: '申请类型',
              value: `${exemptionKindText[one.kind]}（${reliefText(askedRelief(one))}）`,
            },
            { term: '情况说明', value: one.words, wide: true },
            { term: '该年度原要求', value: asksText(one.asks), wide: true },
            ...(one.granted
              ? [
                  {
                    term: one.state === 'revoked' ? '曾批准（已撤销）' : '批准后的要求',
                    wide: true,
                    value: `${reliefText(one.granted.relief)}：${asksText(one.granted.asks)}（${one.granted.officeName}）`,
                  },
                ]
              : []),
          ]}
        />
      </Card>
      <Card title="证明材料">
        {papers ?? <AttachmentList files={attachmentsOf(one)} fresh={freshPapers(one.id)} />}
      </Card>
      <Card title="办理经过">
        <Timeline
          events={one.timeline.toReversed().map(({ at, by, office, act, reason }) => ({
            at,
            who: by,
            office,
            what: exemptionActText[act],
            why: reason,
            tone: exemptionActTone[act],
          }))}
        />
      </Card>
    </>
  )
}
