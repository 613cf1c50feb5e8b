import {
  type AuditCheck,
  readIntegrity,
  startAuditCheck,
} from '@xueshi/contract/administration/audit'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Progress } from '../ui/progress.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { checkStateText, findingText, guardedTableText } from './text.ts'

const isUnderWay = (check: AuditCheck | undefined) =>
  check?.state === 'waiting' || check?.state === 'running'

/** 完整性校验: holds every row of the audit against its seal. */
export default function Integrity() {
  const read = useRead(readIntegrity, {}, { refetchSeconds: 3 })
  const start = useMove(startAuditCheck, { refresh: [readIntegrity] })
  const [last] = read.data?.checks ?? []
  const begin = () =>
    start.mutate({ body: {} }, { onError: (error) => toast(textOf(error), 'error') })
  return (
    <Page
      title="完整性校验"
      lead="逐条核对审计日志与封存、签名和库外留存，找出被改动、删除或插入的记录。"
      actions={
        <Button
          look="primary"
          busy={start.isPending}
          unavailable={isUnderWay(last) && '正在校验，请等待完成'}
          onClick={begin}
        >
          开始校验
        </Button>
      }
    >
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : read.data ? (
        <>
          <Card title="最近一次校验">
            {last ? (
              <Check check={last} />
            ) : (
              <Empty title="还没有校验过">
                点击“开始校验”。日志较多时需要几分钟，可以离开本页。
              </Empty>
            )}
          </Card>
          {last && <History checks={read.data.checks} />}
          <Card title="最近的封存">
            <Table
              caption="最近的封存"
              rows={read.data.seals}
              keyOf={(row) => String(row.id)}
              empty={<Empty title="还没有封存" />}
              columns={[
                { head: '编号', title: true, tight: true, cell: (row) => row.id },
                { head: '时间', tight: true, cell: (row) => formatInstant(row.at) },
                { head: '记录数', align: 'end', cell: (row) => row.size },
                { head: '摘要（前 16 位）', tight: true, cell: (row) => row.root.slice(0, 16) },
              ]}
            />
          </Card>
        </>
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function History({ checks }: { checks: readonly AuditCheck[] }) {
  return (
    <Card title="校验历史">
      <Table
        caption="校验历史"
        rows={checks}
        keyOf={(row) => row.id}
        empty={null}
        columns={[
          { head: '时间', title: true, tight: true, cell: (row) => formatInstant(row.at) },
          { head: '发起人', tight: true, cell: (row) => row.byName },
          { head: '结果', tight: true, cell: (row) => <Verdict check={row} /> },
          { head: '记录数', align: 'end', cell: (row) => row.rows ?? '—' },
        ]}
      />
    </Card>
  )
}

function Verdict({ check }: { check: AuditCheck }) {
  if (check.state !== 'done')
    return (
      <Status tone={check.state === 'failed' ? 'attention' : 'waiting'}>
        {checkStateText[check.state]}
      </Status>
    )
  const { length } = check.findings
  if (length === 0) return <Status tone="ok">未发现问题</Status>
  return <Status tone="bad">{`发现 ${length} 处问题`}</Status>
}

function Check({ check }: { check: AuditCheck }) {
  const { sealsDone, sealsTotal, findings } = check
  if (isUnderWay(check))
    return (
      <Progress
        label={`${checkStateText[check.state]}：第 ${sealsDone} 次封存，共 ${sealsTotal} 次`}
        value={sealsTotal > 0 ? Math.min(1, sealsDone / sealsTotal) : null}
      />
    )
  return (
    <>
      <DefinitionList
        facts={[
          { term: '结果', value: <Verdict check={check} /> },
          { term: '完成时间', value: check.endedAt && formatInstant(check.endedAt) },
          { term: '核对的记录', value: check.rows },
          { term: '尚未封存的新记录', value: check.uncovered },
        ]}
      />
      {check.state === 'failed' && (
        <Notice tone="warn" title="上次校验没有完成">
          可能是服务中途停止。请重新开始；再次失败时请联系系统管理员查看服务器日志。
        </Notice>
      )}
      {findings.length > 0 && (
        <>
          <Notice tone="error" title="数据与封存不一致">
            请保留现场，不要清理数据库和日志，并立即报告安全管理员。最多列出 100 处。
          </Notice>
          <Table
            caption="发现的问题"
            numbered
            rows={findings}
            keyOf={(row) => `${row.kind}${row.auditId ?? ''}${row.sealId ?? ''}${row.rowId ?? ''}`}
            empty={null}
            columns={[
              { head: '问题', title: true, cell: (row) => findingText[row.kind] ?? row.kind },
              { head: '日志编号', cell: (row) => row.auditId ?? '—' },
              {
                head: '业务数据',
                cell: (row) =>
                  row.table === undefined
                    ? '—'
                    : `${guardedTableText[row.table]} ${row.rowId ?? ''}（人员 ${row.personId ?? ''}，${row.year ?? ''} 年）`,
              },
              { head: '封存编号', tight: true, cell: (row) => row.sealId ?? '—' },
            ]}
          />
        </>
      )}
    </>
  )
}
