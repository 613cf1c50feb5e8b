import { listTaskIssues } from '@xueshi/contract/tasks'
import { useRead } from '../queries.ts'
import { issueText } from '../ui/errors.ts'
import { Pager, useOwnKeyset } from '../ui/pager.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'

/** The fields of the file's columns, as a message calls them. */
export type FieldNames = Readonly<Record<string, string>>

/** 逐行错误, fifty at a time. `fields` names the columns of the file. */
export function TaskIssues({ id, fields }: { id: string; fields: FieldNames }) {
  const keyset = useOwnKeyset()
  const list = useRead(
    listTaskIssues,
    { params: { id }, query: { after: keyset.after } },
    { keep: true },
  )
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  return (
    <>
      <Table
        caption="逐行错误"
        rows={list.data?.items}
        keyOf={({ row, field }) => `${row}/${field}`}
        empty={null}
        columns={[
          { head: '行号', title: true, tight: true, cell: ({ row }) => `第 ${row} 行` },
          { head: '列', tight: true, cell: ({ field }) => fields[field] ?? '整行' },
          {
            head: '原因',
            cell: ({ field, code }) =>
              issueText(code, { label: fields[field] ?? '内容', choose: false }),
          },
        ]}
      />
      <Pager keyset={keyset} next={list.data?.next} />
    </>
  )
}
