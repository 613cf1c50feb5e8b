import { formatHours } from '@xueshi/contract/hours'
import { printOwnNotice } from '@xueshi/contract/training/class-papers'
import {
  type Enrolment,
  listEnrolments,
  listOpenClasses,
  readCalendar,
  readEnrolment,
  withdrawEnrolment,
} from '@xueshi/contract/training/enrolments'
import { useState } from 'react'
import * as z from 'zod/mini'
import { addressOf } from '../call.ts'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { DateRange } from '../ui/dates.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { Timeline } from '../ui/timeline.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam, useUrlState } from '../url.ts'
import { Applied } from './applied.tsx'
import { classStateText, confirmationHint } from './class-text.ts'
import {
  enrolmentActText,
  enrolmentActTone,
  enrolmentStateText,
  enrolmentStateTone,
  markText,
  markTone,
  waitingText,
} from './enrolment-text.ts'
import { Evaluation } from './evaluation.tsx'
import { changeLine } from './mark-changes.tsx'

const View = z.object({ view: z.optional(z.enum(['applied'])) })
const back = { to: paths.enrolments(), text: '培训班报名情况查看' }

/** One's own enrolment: where it stands, or just made (`?view=applied`). */
export default function EnrolmentPage() {
  const id = usePathParam('id')
  const [{ view }] = useUrlState(View)
  const reading = useRead(readEnrolment, { params: { id } })
  const mine = reading.data
  if (!mine)
    return (
      <Page title="报名详情" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={6} />
          </Card>
        )}
      </Page>
    )
  if (view === 'applied' && isUndecided(mine)) return <Applied mine={mine} />
  return <Detail mine={mine} reload={() => void reading.refetch()} />
}

const isUndecided = ({ state }: Enrolment) =>
  state === 'applied' || state === 'confirmed' || state === 'waitlisted'

function Detail({ mine, reload }: { mine: Enrolment; reload: () => void }) {
  // Without sessions the file has one event over all days.
  const comes = isUndecided(mine)
  return (
    <Page
      title={mine.className}
      back={back}
      lead={<Status tone={enrolmentStateTone[mine.state]}>{enrolmentStateText[mine.state]}</Status>}
      actions={
        <>
          <ButtonLink to={paths.publicClass(mine.classId)}>
            {mine.confirmation === 'draw' ? '查看培训班和抽签' : '查看培训班'}
          </ButtonLink>
          {comes && (
            <a
              className="button button-secondary"
              href={addressOf(readCalendar, { params: { id: mine.id } })}
              download
            >
              下载日历文件
            </a>
          )}
          {mine.state === 'confirmed' && (
            <a
              className="button button-secondary"
              href={addressOf(printOwnNotice, { params: { id: mine.id } })}
              download
            >
              打印开班通知
            </a>
          )}
          {mine.open.includes('withdraw') && <Withdraw mine={mine} reload={reload} />}
        </>
      }
    >
      <WhereItStands mine={mine} />
      <Card title="报名信息">
        <DefinitionList
          facts={[
            { term: '课程名称', value: mine.courseName },
            { term: '课程类型', value: categoryText[mine.category] },
            { term: '学时', value: `${formatHours(mine.hoursTenths)} 学时` },
            { term: '培训机构', value: mine.institutionName },
            { term: '计划开班日期', value: <DateRange from={mine.startsOn} to={mine.endsOn} /> },
            { term: '班级状态', value: classStateText[mine.classState] },
            { term: '学习地点', value: mine.place },
            { term: '联系人', value: `${mine.contactName} ${mine.contactPhone}` },
            { term: '报名日期', value: formatInstant(mine.appliedAt) },
            { term: '报名序号', value: `第 ${mine.number} 号` },
            ...(mine.nominatedBy ? [{ term: '提名单位', value: mine.nominatedBy }] : []),
          ]}
        />
      </Card>
      <Card title="上课安排与考勤">
        <Sessions mine={mine} />
      </Card>
      {mine.attempts.length > 0 && (
        <Card title="考核成绩">
          <DefinitionList
            facts={mine.attempts.map(({ attempt, score, passed }) => ({
              term: attempt === 1 ? '成绩' : '补考',
              value: `${score === null ? '' : `${score} 分，`}${passed ? '合格' : '不合格'}`,
            }))}
          />
        </Card>
      )}
      {mine.open.includes('evaluate') && <Evaluation mine={mine} />}
      <Card title="办理经过">
        <Timeline
          events={mine.timeline.toReversed().map(({ at, act, by, reason }) => ({
            at,
            what: enrolmentActText[act],
            who: by,
            why: reason,
            tone: enrolmentActTone[act],
          }))}
        />
      </Card>
    </Page>
  )
}

function WhereItStands({ mine }: { mine: Enrolment }) {
  const { state, waiting, reason, before, applied, plan, confirmation } = mine
  if (state === 'waitlisted' && waiting)
    return (
      <Notice title={`候补${waitingText(waiting)}`}>
        {reason ?? '有名额空出时按顺序递补，并通知您。不想再等的，可以取消报名。'}
      </Notice>
    )
  if (state === 'applied')
    return (
      <Notice title={`等待确认：在您之前报名的有 ${before} 人`}>
        {`招 ${plan} 人，已报名 ${applied} 人。${confirmationHint[confirmation]}`}
      </Notice>
    )
  if (reason === null) return null
  return (
    <Notice tone={enrolmentStateTone[state] === 'ok' ? 'info' : 'warn'} title="原因">
      {reason}
    </Notice>
  )
}

function Sessions({ mine }: { mine: Enrolment }) {
  const isChanged = mine.sessions.some(({ changes }) => changes.length > 0)
  return (
    <Table
      caption="上课安排与考勤"
      numbered
      rows={mine.sessions}
      keyOf={(row) => row.sessionId}
      empty={<Empty icon="calendar" title="学习时间自行安排" />}
      columns={[
        {
          head: '时间',
          title: true,
          cell: ({ from, to }) => `${formatInstant(from)}—${formatInstant(to).slice(11)}`,
        },
        { head: '科目', cell: ({ subject }) => subject ?? '—' },
        { head: '授课老师', cell: ({ teacher }) => teacher },
        { head: '地点', cell: ({ online, place }) => (online ? '线上' : place) },
        {
          head: '考勤',
          tight: true,
          cell: ({ mark }) =>
            mark ? <Status tone={markTone[mark]}>{markText[mark]}</Status> : '—',
        },
        ...(isChanged
          ? [
              {
                head: '考勤更改',
                cell: ({ changes }: Enrolment['sessions'][number]) =>
                  changes.map(changeLine).join('；') || '—',
              },
            ]
          : []),
      ]}
    />
  )
}

function Withdraw({ mine, reload }: { mine: Enrolment; reload: () => void }) {
  const [asking, setAsking] = useState(false)
  const withdraw = useMove(withdrawEnrolment, {
    refresh: [readEnrolment, listEnrolments, listOpenClasses],
  })
  const confirm = () =>
    withdraw.mutate(
      { params: { id: mine.id }, body: { version: mine.version } },
      {
        onSuccess: () => toast('已取消报名'),
        onError: (error) => {
          toast(textOf(error), 'error')
          reload()
        },
        onSettled: () => setAsking(false),
      },
    )
  return (
    <>
      <Button icon="returned" onClick={() => setAsking(true)}>
        取消报名
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="取消这次报名？"
        verb="取消报名"
        danger
        busy={withdraw.isPending}
        confirm={confirm}
      >
        <p>{mine.className}</p>
        <p>取消后名额让给候补的人；再报名的，排在所有人之后。</p>
      </Confirm>
    </>
  )
}
