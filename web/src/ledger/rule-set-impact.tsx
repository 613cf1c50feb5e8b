import { formatHours } from '@xueshi/contract/hours'
import {
  type Effect,
  exportEffects,
  type Impact,
  listEffects,
  type RuleSetDetail,
} from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Link } from '../ui/link.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'

/** Whom the set touches is known: what was counted before it was published says nothing of its years any more. */
export const isTold = ({ impact, state }: RuleSetDetail) =>
  impact !== null && (impact.kind === 'applied' || state !== 'effective')

/** Whom a set touches: how the counting or the computing goes, its sums by year, and each year that comes to something else. */
export function RuleSetImpact({ set, reload }: { set: RuleSetDetail; reload: () => void }) {
  const { impact, taskId } = set
  const isEnded = isTold(set)
  return (
    <Card
      title={set.state === 'draft' ? '受影响人员（试算，不改变任何年度）' : '受影响人员'}
      actions={isEnded && <ExportButton id={set.id} />}
    >
      {!isEnded && taskId !== null && <TaskProgress id={taskId} ended={reload} />}
      {impact !== null && (
        <>
          <ImpactTable impact={impact} />
          <EffectsTable id={set.id} />
        </>
      )}
    </Card>
  )
}

function ImpactTable({ impact }: { impact: Impact }) {
  return (
    <>
      <p>{`截至 ${formatInstant(impact.at)}：`}</p>
      <p className="field-hint">
        只统计已有学时记录的年度；还没有任何学时的人员没有结果可变，生效后直接按新规则计算。“其他有变”指达标与否不变，但计入、削减或尚缺的学时与原来不同。
      </p>
      <Table
        caption="各年度受影响人数"
        rows={impact.years}
        keyOf={({ year }) => String(year)}
        empty={<p>没有人的年度受影响。</p>}
        columns={[
          { head: '年度', title: true, cell: ({ year }) => year },
          { head: '适用人数', align: 'end', cell: ({ affected }) => affected },
          { head: '变为未达标', align: 'end', cell: ({ fallen }) => fallen },
          { head: '变为达标', align: 'end', cell: ({ risen }) => risen },
          { head: '其他有变', align: 'end', cell: ({ changed }) => changed },
          { head: '已认证不变', align: 'end', cell: ({ kept }) => kept },
        ]}
      />
    </>
  )
}

function EffectsTable({ id }: { id: string }) {
  const keyset = useKeyset()
  const list = useRead(
    listEffects,
    { params: { id }, query: { after: keyset.after } },
    { keep: true },
  )
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  const result = (met: boolean, lackingTenths: number, countedTenths: number | null) => (
    <>
      {met ? (
        <Status tone="ok">达标</Status>
      ) : (
        <Status tone="attention">{`缺 ${formatHours(lackingTenths)} 学时`}</Status>
      )}
      {countedTenths !== null && ` 计入 ${formatHours(countedTenths)} 学时`}
    </>
  )
  return (
    <>
      <h3>差异明细</h3>
      <Table<Effect>
        caption="差异明细"
        numbered
        rows={list.data?.items}
        keyOf={({ yearId }) => yearId}
        empty={<p>没有人的结果因此改变。</p>}
        columns={[
          {
            head: '姓名',
            title: true,
            cell: ({ personName, personId, year }) => (
              <Link
                to={paths.personYear('hrss', personId, year)}
                aria-label={`查看 ${personName} ${year} 年度学时`}
              >
                {personName}
              </Link>
            ),
          },
          { head: '工作单位', cell: ({ unitName }) => unitName ?? '—' },
          { head: '年度', tight: true, cell: ({ year }) => year },
          {
            head: '原结果',
            tight: true,
            cell: (line) =>
              result(line.metBefore, line.lackingBeforeTenths, line.countedBeforeTenths),
          },
          {
            head: '新结果',
            tight: true,
            cell: (line) => result(line.metAfter, line.lackingAfterTenths, line.countedAfterTenths),
          },
        ]}
      />
      <Pager keyset={keyset} next={list.data?.next} />
    </>
  )
}

/** 导出: the task's progress stands in place of the button until its file may be fetched. */
function ExportButton({ id }: { id: string }) {
  const begin = useMove(exportEffects)
  if (begin.data) return <TaskProgress id={begin.data.id} />
  return (
    <Row>
      <Button
        icon="download"
        busy={begin.isPending}
        onClick={() =>
          begin.mutate(
            { params: { id }, body: {} },
            { onError: (error) => toast(textOf(error), 'error') },
          )
        }
      >
        导出差异明细
      </Button>
    </Row>
  )
}
