import { readHome } from '@xueshi/contract/insight'
import type { StaffedPortal } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { todoText } from './text.ts'

/** 待办: what waits for the person at this desk, each with the way there. */
export function Todos({ portal }: { portal: StaffedPortal }) {
  const home = useRead(readHome, {})
  return (
    <Card title="待办事项">
      {home.error ? (
        <Failed error={home.error} retry={() => void home.refetch()} />
      ) : home.data ? (
        <Table
          caption="待办事项"
          rows={home.data.todos}
          keyOf={(todo) => todo.kind}
          empty={
            <Empty icon="check" title="没有待办事项">
              新的事项会出现在这里。
            </Empty>
          }
          columns={[
            { head: '事项', title: true, cell: (todo) => todoText[todo.kind].text },
            {
              head: '数量',
              align: 'end',
              cell: (todo) => `${todo.count}${todo.more ? ' 以上' : ''} 项`,
            },
            {
              head: '操作',
              tight: true,
              cell: (todo) => (
                <ButtonLink to={todoText[todo.kind].to(portal)}>
                  {todoText[todo.kind].verb}
                </ButtonLink>
              ),
            },
          ]}
        />
      ) : (
        <Skeleton lines={3} />
      )}
    </Card>
  )
}
