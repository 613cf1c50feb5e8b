import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { listOffices, type Office } from '@xueshi/contract/orgs/offices'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useLabels } from '../dictionary.ts'
import { useSeat } from '../own-seat.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import { OpenOfficeForm } from './office-form.tsx'
import { capabilityText } from './text.ts'

const Sought = z.object({ region: z.optional(z.string()) })

/** 组织树: HR&SS offices and authorities of the actor's subtree, in the order of its regions. */
export default function Offices() {
  const kind = usePortalKind()
  const keyset = useKeyset()
  const [sought, seek] = useUrlState(Sought)
  const [opening, setOpening] = useState(false)
  const query = { ...sought, after: keyset.after }
  const list = useRead(listOffices, { query }, { keep: true })
  const regions = list.data ? guangdong.childrenOf(list.data.regionCode) : []
  const isAdmin = kind === 'securityAdmin'
  const staffed = kind === 'industry' ? 'industry' : 'hrss'
  const ownId = useSeat()?.unitId
  // The tree begins with the office itself, which stands below nobody on its own page.
  const shown = isAdmin ? list.data?.items : list.data?.items.filter(({ id }) => id !== ownId)
  return (
    <Page
      title={isAdmin ? '组织树' : '下级部门'}
      lead="人社部门按地区设立，行业主管部门按地区和行业设立，由上级部门的管理员设立。"
      {...(!isAdmin && { back: { to: paths.staff(staffed), text: '员工账号' } })}
      actions={
        list.data?.mayOpen ? (
          <Button look="primary" onClick={() => setOpening(true)}>
            设立下级部门
          </Button>
        ) : undefined
      }
    >
      {regions.length > 0 && (
        <Filters
          value={sought}
          set={seek}
          filters={[
            {
              name: 'region',
              label: '所在地区',
              options: regions.map(({ code, label }) => ({ value: code, text: label })),
            },
          ]}
        />
      )}
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Rows rows={shown} />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Dialog open={opening} close={() => setOpening(false)} title="设立下级部门" wide>
        {opening && list.data && (
          <OpenOfficeForm regionCode={list.data.regionCode} close={() => setOpening(false)} />
        )}
      </Dialog>
    </Page>
  )
}

function Rows({ rows }: { rows: Office[] | undefined }) {
  const industryLabel = useLabels('industries')
  return (
    <Table
      caption="部门"
      numbered
      rows={rows}
      keyOf={({ id, kind, industryCode }) => `${id}${kind}${industryCode ?? ''}`}
      empty={<Empty title="没有下级部门">由管理员设立后，会出现在这里。</Empty>}
      columns={[
        { head: '部门名称', title: true, cell: (row) => row.name },
        { head: '所在地区', cell: (row) => row.regionPath },
        { head: '类型', tight: true, cell: (row) => capabilityText[row.kind] },
        {
          head: '行业',
          tight: true,
          cell: ({ industryCode }) => (industryCode === null ? '—' : industryLabel(industryCode)),
        },
        {
          head: '管理员',
          tight: true,
          cell: ({ managers }) => (managers === 0 ? <Tag>没有管理员</Tag> : `${managers} 位`),
        },
      ]}
    />
  )
}
