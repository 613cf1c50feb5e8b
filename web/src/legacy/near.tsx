import { acceptLegacyNear, listLegacyNear, readLegacyBatch } from '@xueshi/contract/legacy'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Card } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'

/** 姓名不一致: a number of the file is somebody's of another name, and a clerk says whether it is they. */
export function Near({ id, count }: { id: string; count: number }) {
  const keyset = useKeyset()
  const input = { params: { id }, query: { after: keyset.after } }
  const list = useRead(listLegacyNear, input, { keep: true })
  const accept = useMove(acceptLegacyNear, { refresh: [listLegacyNear, readLegacyBatch] })
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  return (
    <Card title={`姓名不一致的人员（${count}）`}>
      <p>证件号码在系统中属于另一姓名。不是同一人的，请改正文件后重新上传。</p>
      <Table
        caption="姓名不一致的人员"
        rows={list.data?.items}
        keyOf={(row) => row.id}
        empty={null}
        columns={[
          { head: '文件中的姓名', title: true, cell: (row) => row.name },
          { head: '登记的姓名', cell: (row) => row.nameOnRecord },
          { head: '证件号码', tight: true, cell: (row) => row.numberMasked },
          { head: '行号', tight: true, cell: ({ row }) => `第 ${row} 行` },
          {
            head: '操作',
            tight: true,
            cell: (row) => (
              <Button
                busy={accept.isPending}
                aria-label={`${row.name} 是同一人`}
                onClick={() =>
                  accept.mutate(
                    { params: { id, nearId: row.id }, body: {} },
                    { onError: (error) => toast(textOf(error), 'error') },
                  )
                }
              >
                是同一人
              </Button>
            ),
          },
        ]}
      />
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}
