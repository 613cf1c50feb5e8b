import { listTasks, type Task } from '@xueshi/contract/tasks'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Progress } from '../ui/progress.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePortalKind } from '../url.ts'
import { TaskProgress } from './task-progress.tsx'
import { figure, isOver, progressText, taskName, taskStateText, taskStateTone } from './text.ts'

/** 任务: the long work that one, or one's unit, has begun; it goes on whether one looks or not. */
export default function Tasks() {
  const keyset = useKeyset()
  const kind = usePortalKind()
  const [open, setOpen] = useState<string | null>(null)
  const list = useRead(
    listTasks,
    { query: { after: keyset.after } },
    {
      keep: true,
      refetchSeconds: (page) => (page?.items.some(({ state }) => !isOver(state)) ? 3 : 0),
    },
  )
  return (
    <Page
      title="任务"
      lead="导入、导出等需要较长时间的工作。完成后会发消息告知，结果保留 30 天。"
      {...(kind && { back: { to: paths.portalHome(kind), text: '返回首页' } })}
    >
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="任务"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            current={open}
            empty={
              <Empty title="还没有任务">在人员管理等页面开始导入或导出后，会出现在这里。</Empty>
            }
            columns={[
              { head: '任务', title: true, cell: taskName },
              { head: '状态', tight: true, cell: (row) => <State task={row} /> },
              { head: '进度', cell: (row) => <Bar task={row} /> },
              { head: '有误', align: 'end', tight: true, cell: (row) => figure(row.issueCount) },
              { head: '发起人', tight: true, cell: (row) => row.byName },
              { head: '发起时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Button
                    look="quiet"
                    onClick={() => setOpen(row.id)}
                    aria-label={`查看 ${taskName(row)}`}
                  >
                    查看
                  </Button>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Drawer open={open !== null} close={() => setOpen(null)} title="任务">
        {open && <TaskProgress id={open} />}
      </Drawer>
    </Page>
  )
}

function State({ task }: { task: Task }) {
  return <Status tone={taskStateTone[task.state]}>{taskStateText[task.state]}</Status>
}

function Bar({ task }: { task: Task }) {
  if (task.state !== 'running') return progressText(task)
  return <Progress label={progressText(task)} value={task.total ? task.done / task.total : null} />
}
