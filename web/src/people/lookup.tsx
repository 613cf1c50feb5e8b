import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { findPeople } from '@xueshi/contract/people/lookup'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { issueText } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { Notice } from '../ui/notice.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import { PersonFacts } from './person-facts.tsx'
import './text.ts'
import { Transfers } from './transfers.tsx'

const Search = z.object({ search: z.optional(z.string()) })

/** 人员查询 of an authority: who works in its scope; in HR&SS also the objections that wait for it. */
export default function Lookup() {
  const [{ search = '' }, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const kind = usePortalKind()
  const [person, setPerson] = useState<string | null>(null)
  const list = useRead(
    findPeople,
    { query: { search: search || '-', after: keyset.after } },
    { keep: true, enabled: search !== '' },
  )
  const fault = list.error?.fields['search']
  return (
    <Page title="人员查询" lead="查询本辖区、本行业单位的专业技术人员。证件号码默认以掩码显示。">
      <Filters
        filters={[{ name: 'search', label: '姓名或证件号码' }]}
        value={{ search }}
        set={setSearch}
      />
      <Card>
        {search === '' ? (
          <Empty icon="search" title="输入条件后查询">
            姓名至少两个字，拼音或首字母至少三个字母。
          </Empty>
        ) : fault ? (
          <Notice tone="warn">{issueText(fault, { label: '查询条件', choose: false })}</Notice>
        ) : list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="查询到的人员"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.personId}
            current={person}
            empty={
              list.data?.next ? (
                <Empty title="这一页没有辖区内的人员">请翻到下一页继续查找。</Empty>
              ) : (
                <Empty title="没有找到">请核对姓名，或换用证件号码后四位查询。</Empty>
              )
            }
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => row.name },
              { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
              { head: '工作单位', cell: (row) => row.unitName },
              { head: '所在地', cell: (row) => row.regionPath },
              {
                head: '专业系列',
                cell: (row) => (row.series && titleSeriesLabel(row.series)) ?? '',
              },
              { head: '专业技术任职资格', cell: (row) => row.title ?? '' },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Button
                    look="quiet"
                    onClick={() => setPerson(row.personId)}
                    aria-label={`查看 ${row.name}`}
                  >
                    查看
                  </Button>
                ),
              },
            ]}
          />
        )}
        {search !== '' && <Pager keyset={keyset} next={list.data?.next} />}
      </Card>
      {kind === 'hrss' && <Transfers title="转出异议裁定" empty="没有等待裁定的异议" />}
      <Drawer open={person !== null} close={() => setPerson(null)} title="人员信息">
        {person && <PersonFacts id={person} />}
      </Drawer>
    </Page>
  )
}
