import { type AuditRow, listAudit } from '@xueshi/contract/administration/audit'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { FilterSearch } from '../ui/filter-search.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { AuditDrawer } from './audit-drawer.tsx'
import { actGroups, actName, kindText } from './text.ts'

const Day = z.iso.date()
const Search = z.object({
  act: z.optional(z.string()),
  actor: z.optional(z.string()),
  record: z.optional(z.string()),
  from: z.optional(Day),
  to: z.optional(Day),
})

/** 审计日志: who did what to what, from where. */
export default function Audit() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const [open, setOpen] = useState<AuditRow | null>(null)
  const list = useRead(listAudit, { query: { ...search, after: keyset.after } }, { keep: true })
  return (
    <Page title="审计日志" lead="日志与操作同时写入，写入后不能修改。">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'act',
            label: '操作',
            width: 'long',
            field: (props) => <FilterSearch {...props} groups={actGroups} />,
          },
          { name: 'actor', label: '操作人登录账号' },
          { name: 'record', label: '记录编号' },
          { name: 'from', label: '起始日期', day: true },
          { name: 'to', label: '截止日期', day: true },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <AuditTable
            caption="审计日志"
            rows={list.data?.items}
            current={open?.id ?? null}
            show={setOpen}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <AuditDrawer row={open} close={() => setOpen(null)} />
    </Page>
  )
}

export const actorText = ({ actorKind, actorName, accountName }: AuditRow) =>
  actorName === null
    ? kindText[actorKind]
    : `${actorName}${accountName === null ? '' : `（${accountName}）`}`

export function AuditTable({
  caption,
  rows,
  current,
  show,
}: {
  caption: string
  rows: readonly AuditRow[] | undefined
  current: string | null
  show: (row: AuditRow) => void
}) {
  return (
    <Table
      caption={caption}
      numbered
      rows={rows}
      keyOf={(row) => row.id}
      current={current}
      empty={<Empty title="没有符合条件的记录">请放宽条件后再查询。</Empty>}
      columns={[
        { head: '操作', title: true, cell: (row) => actName(row.act) },
        { head: '时间', tight: true, cell: (row) => formatInstant(row.at) },
        { head: '操作人', cell: (row) => actorText(row) },
        { head: '身份', cell: (row) => kindText[row.actorKind] },
        { head: '来源地址', tight: true, cell: (row) => row.address || '—' },
        {
          head: '详情',
          tight: true,
          cell: (row) => (
            <Button look="quiet" onClick={() => show(row)}>
              查看
              <span className="unseen">
                ：{actName(row.act)}，{formatInstant(row.at)}
              </span>
            </Button>
          ),
        },
      ]}
    />
  )
}
