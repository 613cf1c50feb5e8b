import {
  type CertificationRun,
  type ListedOutcome,
  listCertifications,
} from '@xueshi/contract/ledger/certification-runs'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { figure } from '../tasks/text.ts'
import { Link } from '../ui/link.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { outcomeText, runStatus, seriesText } from './certification-text.ts'

/** What was certified before, by whom, and what each time came of it. */
export function FormerRuns() {
  const keyset = useKeyset()
  const list = useRead(listCertifications, { query: { after: keyset.after } }, { keep: true })
  return (
    <Card title="历次认证">
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="历次认证"
          numbered
          rows={list.data?.items}
          keyOf={({ id }) => id}
          empty={<p>还没有进行过年度认证。</p>}
          columns={[
            {
              head: '培训年度',
              title: true,
              tight: true,
              cell: ({ id, year }) => <Link to={paths.certificationRun(id)}>{`${year} 年`}</Link>,
            },
            { head: '专业系列', cell: ({ series }) => seriesText(series) },
            { head: '状态', tight: true, cell: (run) => <RunStatus run={run} /> },
            { head: '结果', cell: resultText },
            { head: '发起人', tight: true, cell: ({ byName }) => byName },
            { head: '发起时间', tight: true, cell: ({ createdAt }) => formatInstant(createdAt) },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}

export function RunStatus({ run }: { run: CertificationRun }) {
  const { tone, text } = runStatus(run)
  return <Status tone={tone}>{text}</Status>
}

const resultText = ({ counts }: CertificationRun) =>
  outcomesOf(counts)
    .map(({ outcome, count }) => `${outcomeText[outcome]} ${figure(count)}`)
    .join('，') || '—'

/** What the run counted, in the order in which it is told; nobody is not told of. */
export const outcomesOf = (counts: CertificationRun['counts']) =>
  (Object.keys(outcomeText) as ListedOutcome[]).flatMap((outcome) => {
    const count = counts[outcome] ?? 0
    return count > 0 ? [{ outcome, count }] : []
  })
