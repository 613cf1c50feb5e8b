import type { Claim, Trace } from '@xueshi/contract/insight/claims'
import { formatHours } from '@xueshi/contract/hours'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { formatInstant } from '../ui/time.ts'
import {
  adviceOf,
  claimActText,
  claimKindText,
  claimStateText,
  claimStateTone,
  holderText,
  outcomeText,
  sourceText,
  traceText,
} from './claim-text.ts'

const hoursOf = (tenths: number | null) => (tenths === null ? null : `${formatHours(tenths)} 学时`)

/** Until when the office answers, and who does where it has not. */
const deadlineOf = ({ answerBy, nextOfficeName }: Claim) =>
  answerBy === null || nextOfficeName === null
    ? answerBy
    : `${answerBy}，逾期转${nextOfficeName}办理`

/** What is missing, who is asked, and where the record stands at this moment. */
export function ClaimFacts({ one }: { one: Claim }) {
  return (
    <>
      <Card>
        <DefinitionList
          facts={[
            {
              term: '状态',
              value: <Status tone={claimStateTone[one.state]}>{claimStateText[one.state]}</Status>,
            },
            { term: '办理部门', value: `${one.officeName}（${holderText[one.office]}）` },
            ...(one.answerBy === null ? [] : [{ term: '答复期限', value: deadlineOf(one) }]),
            { term: '提交时间', value: formatInstant(one.filedAt) },
            { term: '姓名', value: one.personName },
            { term: '证件号码', value: one.documentNumberMasked },
            { term: '工作单位', value: one.unitName },
            { term: '年度', value: one.year },
            { term: '类型', value: claimKindText[one.kind] },
            { term: '学时', value: hoursOf(one.hoursTenths) },
            { term: '名称', value: one.name, wide: true },
            { term: '情况说明', value: one.words, wide: true },
          ]}
        />
      </Card>
      {one.answer && (
        <Notice title={`${one.officeName}：${outcomeText[one.answer.outcome]}`}>
          <p>{one.answer.words}</p>
        </Notice>
      )}
      <Card title="系统中的记录">
        {one.trace ? <TraceFacts trace={one.trace} /> : <p>系统中没有找到对应的记录。</p>}
      </Card>
    </>
  )
}

function TraceFacts({ trace }: { trace: Trace }) {
  const { text, tone } = traceText[trace.code]
  return (
    <DefinitionList
      facts={[
        { term: '来源', value: sourceText[trace.source] },
        { term: '现在停在', value: <Status tone={tone}>{text}</Status> },
        { term: '学时', value: hoursOf(trace.hoursTenths) },
        { term: '名称', value: trace.name },
        { term: '施教机构', value: trace.organisation },
        { term: '说明', value: adviceOf(trace) },
      ]}
    />
  )
}

export const ClaimHistory = ({ one }: { one: Claim }) => (
  <Card title="办理经过">
    <Timeline
      events={one.timeline.map(({ at, act, by, office, words }) => ({
        at,
        what: claimActText[act],
        who: by,
        office,
        why: act === 'file' || act === 'answer' ? null : words,
      }))}
    />
  </Card>
)
