import { enrolmentStates, readOpenClass } from '@xueshi/contract/training/enrolments'
import {
  exportNominations,
  listCandidates,
  listNominations,
  type Nomination,
  recallNomination,
} from '@xueshi/contract/training/nominations'
import { useState } from 'react'
import * as z from 'zod/mini'
import { Download } from '../download.tsx'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatDay } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { enrolmentStateText, enrolmentStateTone } from './enrolment-text.ts'
import { NominationTabs } from './nomination-tabs.tsx'

const Search = z.object({
  name: z.optional(z.string()),
  className: z.optional(z.string()),
  state: z.optional(z.enum(enrolmentStates)),
})

/** 提名记录: whom the unit has nominated, newest first. */
export default function NominationsMade() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const [recalled, setRecalled] = useState<Nomination | null>(null)
  const { name, className, state } = search
  const query = { ...(name && { name }), ...(className && { className }), ...(state && { state }) }
  const isSearch = Object.keys(query).length > 0
  const list = useRead(
    listNominations,
    { query: { ...query, ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  return (
    <Page title="提名记录">
      <NominationTabs current="made" />
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'name', label: '姓名' },
          { name: 'className', label: '培训班名称' },
          {
            name: 'state',
            label: '报名状态',
            options: enrolmentStates.map((value) => ({ value, text: enrolmentStateText[value] })),
          },
        ]}
      />
      <Card>
        <Row>
          <Download endpoint={exportNominations} input={{ query }} fileName="提名记录.xlsx">
            导出
          </Download>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="提名记录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => row.personName },
              { head: '培训班名称', cell: (row) => row.className },
              { head: '课程名称', cell: (row) => row.courseName },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              { head: '培训机构', cell: (row) => row.institutionName },
              { head: '计划开班日期', tight: true, cell: (row) => row.startsOn },
              { head: '提名日期', tight: true, cell: (row) => formatDay(row.appliedAt) },
              {
                head: '报名状态',
                tight: true,
                cell: (row) => (
                  <Status tone={enrolmentStateTone[row.state]}>
                    {enrolmentStateText[row.state]}
                  </Status>
                ),
              },
              { head: '原因', cell: (row) => row.reason ?? '—' },
              {
                head: '操作',
                tight: true,
                cell: (row) =>
                  row.open.includes('recall') ? (
                    <Button
                      look="quiet"
                      aria-label={`收回对${row.personName}的提名`}
                      onClick={() => setRecalled(row)}
                    >
                      收回提名
                    </Button>
                  ) : (
                    '—'
                  ),
              },
            ]}
            empty={
              isSearch ? (
                <Empty icon="search" title="没有符合条件的提名">
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty
                  title="还没有提名"
                  actions={<ButtonLink to={paths.nominations()}>去提名</ButtonLink>}
                >
                  提名后在这里查看每个人的报名状态。
                </Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Recall row={recalled} close={() => setRecalled(null)} reload={() => void list.refetch()} />
    </Page>
  )
}

function Recall({
  row,
  close,
  reload,
}: {
  row: Nomination | null
  close: () => void
  reload: () => void
}) {
  const recall = useMove(recallNomination, {
    refresh: [listNominations, listCandidates, readOpenClass],
  })
  return (
    <ReasonDialog
      open={row !== null}
      close={close}
      title={`收回对${row?.personName ?? ''}的提名`}
      label="收回原因"
      hint="本人会看到这段话。"
      verb="收回提名"
      danger
      warning={`“${row?.className ?? ''}”的报名随之取消，已录取的名额让给候补的人。`}
      decide={async (reason) => {
        if (!row) return
        await recall.mutateAsync({ params: { id: row.id }, body: { version: row.version, reason } })
        toast('已收回提名，并通知本人')
        close()
      }}
      refused={whenOvertaken((error) => {
        toast(textOf(error), 'error')
        reload()
        close()
      })}
    />
  )
}
