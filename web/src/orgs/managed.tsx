import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { capabilities, unitStates } from '@xueshi/contract/orgs'
import { listManagedUnits, managedStates, type ManagedUnit } from '@xueshi/contract/orgs/registry'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { capabilityText, unitStateText, unitStateTone } from './text.ts'

const Sought = z.object({
  search: z.optional(z.string()),
  state: z.optional(z.enum(unitStates)),
  region: z.optional(z.string()),
  capability: z.optional(z.enum(capabilities)),
})

/** 单位管理: every unit of the office's region, whatever its state. */
export default function ManagedUnits() {
  const keyset = useKeyset()
  const [sought, seek] = useUrlState(Sought)
  const list = useRead(
    listManagedUnits,
    { query: { ...sought, after: keyset.after } },
    { keep: true },
  )
  const regions = list.data ? guangdong.childrenOf(list.data.regionCode) : []
  return (
    <Page title="单位管理" lead="本地区的全部单位。点击“查看”办理更正、暂停、并入、注销和移交。">
      <Filters
        value={sought}
        set={seek}
        filters={[
          { name: 'search', label: '名称、拼音或代码' },
          ...(regions.length > 0
            ? [
                {
                  name: 'region',
                  label: '所在地区',
                  options: regions.map(({ code, label }) => ({ value: code, text: label })),
                },
              ]
            : []),
          {
            name: 'capability',
            label: '单位类型',
            options: capabilities.map((value) => ({ value, text: capabilityText[value] })),
          },
          {
            name: 'state',
            label: '状态',
            options: managedStates.map((value) => ({ value, text: unitStateText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Rows rows={list.data?.items} goesOn={Boolean(list.data?.next)} />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

function Rows({ rows, goesOn }: { rows: ManagedUnit[] | undefined; goesOn: boolean }) {
  return (
    <Table
      caption="单位"
      numbered
      rows={rows}
      keyOf={(row) => row.id}
      empty={
        goesOn ? (
          <Empty title="这一页没有符合的单位">请点击“下一页”继续查找。</Empty>
        ) : (
          <Empty title="没有符合的单位">请按名称、拼音首字母或代码的开头查找。</Empty>
        )
      }
      columns={[
        { head: '单位名称', title: true, cell: (row) => row.name },
        { head: '统一社会信用代码', cell: (row) => row.code },
        {
          head: '单位类型',
          cell: (row) => row.capabilities.map((each) => capabilityText[each]).join('、'),
        },
        { head: '所在地区', cell: (row) => row.regionPath },
        {
          head: '状态',
          tight: true,
          cell: (row) => (
            <Status tone={unitStateTone[row.state]}>{unitStateText[row.state]}</Status>
          ),
        },
        { head: '管理员', tight: true, cell: (row) => <Managers unit={row} /> },
        {
          head: '操作',
          tight: true,
          cell: (row) => (
            <ButtonLink look="quiet" to={paths.managedUnit(row.id)} aria-label={`查看 ${row.name}`}>
              查看
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

function Managers({ unit: { managers, state } }: { unit: ManagedUnit }) {
  if (state === 'merged' || state === 'closed' || state === 'rejected') return '—'
  return managers === 0 ? <Tag>没有管理员</Tag> : `${managers} 位`
}
