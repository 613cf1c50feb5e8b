import { formatHours } from '@xueshi/contract/hours'
import {
  type CertificationRunDetail,
  type CertifiedPerson,
  listCertifications,
  listCertified,
  type ListedOutcome,
  readCertification,
} from '@xueshi/contract/ledger/certification-runs'
import * as z from 'zod/mini'
import { certificateStateText, certificateStateTone } from '../certificates/text.ts'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useRead } from '../queries.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { figure } from '../tasks/text.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam, useUrlState } from '../url.ts'
import { outcomesOf, RunStatus } from './certification-runs.tsx'
import { outcomeReason, outcomeText, seriesText, undoText } from './certification-text.ts'
import { UndoRun } from './certification-undo.tsx'

/** One run of 年度认证: whom it certified, whom it left out and why, and the way to take it back. */
export default function CertificationRunPage() {
  const id = usePathParam('id')
  const reading = useRead(readCertification, { params: { id } })
  const run = reading.data
  return (
    <Page
      title={run ? `${run.year} 年度认证` : '年度认证'}
      back={{ to: paths.certification(), text: '年度认证' }}
    >
      {reading.error && <Failed error={reading.error} retry={() => void reading.refetch()} />}
      {!run && !reading.error && <Skeleton lines={6} />}
      {run && <Run run={run} />}
    </Page>
  )
}

function Run({ run }: { run: CertificationRunDetail }) {
  const { undo } = run
  const reload = () => {
    for (const endpoint of [readCertification, listCertified, listCertifications])
      void queryClient.invalidateQueries({ queryKey: keyOf(endpoint) })
  }
  return (
    <>
      {undo && (
        <Notice tone="warn" title={`已由 ${undo.byName} 撤销（${formatInstant(undo.at)}）`}>
          <p>{`原因：${undo.reason}`}</p>
        </Notice>
      )}
      <Card>
        <DefinitionList
          facts={[
            { term: '状态', value: <RunStatus run={run} /> },
            { term: '专业系列', value: seriesText(run.series) },
            ...outcomesOf(run.counts).map(({ outcome, count }) => ({
              term: outcomeText[outcome],
              value: `${figure(count)} 人`,
            })),
            { term: '发起人', value: run.byName },
            { term: '发起时间', value: formatInstant(run.createdAt) },
          ]}
        />
        <UndoRun run={run} />
      </Card>
      {undo && undo.taskState !== null && (
        <Card title="撤销进度">
          <TaskProgress key={undo.taskId} id={undo.taskId} ended={reload} />
        </Card>
      )}
      {!undo && run.taskState !== null && run.taskState !== 'done' && (
        <Card title="认证进度">
          <TaskProgress key={run.id} id={run.id} ended={reload} />
        </Card>
      )}
      <People run={run} />
    </>
  )
}

const Search = z.object({ outcome: z.optional(z.string()), after: z.optional(z.string()) })

function People({ run }: { run: CertificationRunDetail }) {
  const [search, setSearch] = useUrlState(Search)
  const tabs = outcomesOf(run.counts)
    // Of a run from before people were kept, only those are known who stand so today.
    .filter(({ outcome }) => run.isRecorded || isOther(outcome))
    .map(({ outcome, count }) => ({
      id: outcome,
      text: `${outcomeText[outcome]}（${figure(count)}）`,
    }))
  const chosen = tabs.find(({ id }) => id === search.outcome)?.id ?? tabs[0]?.id
  if (!chosen)
    return (
      <Card title="人员">
        <p>没有可以列出的人员。</p>
      </Card>
    )
  return (
    <Card title="人员">
      <Tabs
        label="认证结果"
        tabs={tabs}
        chosen={chosen}
        choose={(outcome) => setSearch({ outcome, after: undefined })}
      >
        <p className="field-hint">{outcomeReason[chosen]}</p>
        <PeopleTable key={chosen} run={run} outcome={chosen} />
      </Tabs>
    </Card>
  )
}

const isOther = (outcome: ListedOutcome) =>
  outcome === 'notMet' || outcome === 'suspended' || outcome === 'revoked'

function PeopleTable({ run, outcome }: { run: CertificationRunDetail; outcome: ListedOutcome }) {
  const keyset = useKeyset()
  const input = { params: { id: run.id }, query: { outcome, after: keyset.after } }
  const list = useRead(listCertified, input, { keep: true })
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  return (
    <>
      <Table
        caption={outcomeText[outcome]}
        numbered
        rows={list.data?.items}
        keyOf={({ personId }) => personId}
        empty={<p>现在没有这样的人员。</p>}
        columns={columnsOf(run, outcome)}
      />
      <Pager keyset={keyset} next={list.data?.next} />
    </>
  )
}

function columnsOf(
  { year, series, undo }: CertificationRunDetail,
  outcome: ListedOutcome,
): Column<CertifiedPerson>[] {
  return [
    {
      head: '姓名',
      title: true,
      tight: true,
      cell: ({ personId, name }) => (
        <Link to={paths.personYear('hrss', personId, year)}>{name}</Link>
      ),
    },
    { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
    { head: '工作单位', cell: (row) => row.unitName ?? '—' },
    ...(series === null
      ? [{ head: '专业系列', cell: (row: CertifiedPerson) => seriesText(row.series) }]
      : []),
    ...(outcome === 'certified' ? certificateColumns : [lackingColumn]),
    ...(undo && outcome === 'certified'
      ? [
          {
            head: '撤销结果',
            cell: (row: CertifiedPerson) => (row.undo ? undoText[row.undo] : '等待处理'),
          },
        ]
      : []),
  ]
}

const certificateColumns: Column<CertifiedPerson>[] = [
  {
    head: '继续教育证书号',
    tight: true,
    cell: ({ certificate }) =>
      certificate ? (
        <Link to={paths.certificate('hrss', certificate.id)}>{certificate.number}</Link>
      ) : (
        '—'
      ),
  },
  {
    head: '证书状态',
    tight: true,
    cell: ({ certificate }) =>
      certificate ? (
        <Status tone={certificateStateTone[certificate.state]}>
          {certificateStateText[certificate.state]}
        </Status>
      ) : (
        '—'
      ),
  },
]

const lackingColumn: Column<CertifiedPerson> = {
  head: '现在还缺学时',
  align: 'end',
  cell: ({ lackingTenths }) => formatHours(lackingTenths),
}
