import { taskKinds, taskStates, watchTasks, type TaskKind } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { faultText, figure, progressText, taskStateText, taskStateTone } from './text.ts'

const Search = z.object({ state: z.optional(z.enum(taskStates)) })
const stateOptions = taskStates.map((state) => ({ value: state, text: taskStateText[state] }))

/** 任务 of the system administrator: whether long work comes through, and nothing of what it holds. */
export default function WatchTasks() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const list = useRead(
    watchTasks,
    { query: { ...search, after: keyset.after } },
    {
      keep: true,
      refetchSeconds: 15,
    },
  )
  return (
    <Page title="任务" lead="全系统导入、导出等长时间工作的状态，每 15 秒更新一次，不显示其内容。">
      <Filters
        filters={[{ name: 'state', label: '状态', options: stateOptions, all: '全部' }]}
        value={search}
        set={setSearch}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="任务"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="没有任务">有人开始导入、导出后会出现在这里。</Empty>}
            columns={[
              { head: '任务', title: true, cell: (row) => nameOf(row.kind) },
              {
                head: '状态',
                tight: true,
                cell: ({ state }) => (
                  <Status tone={taskStateTone[state]}>{taskStateText[state]}</Status>
                ),
              },
              { head: '进度', tight: true, cell: progressText },
              { head: '有误', align: 'end', tight: true, cell: (row) => figure(row.issueCount) },
              { head: '运行次数', align: 'end', tight: true, cell: (row) => figure(row.runs) },
              { head: '发起时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
              {
                head: '结束时间',
                tight: true,
                cell: (row) => row.endedAt && formatInstant(row.endedAt),
              },
              {
                head: '未完成的原因',
                cell: (row) => faultText({ fault: row.fault, faultDetail: null }) || '—',
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const nameOf = (kind: TaskKind) => taskKinds[kind]
