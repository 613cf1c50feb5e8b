import type { UnitChange } from '@xueshi/contract/orgs/changes'
import { Table } from '../ui/table.tsx'
import { Tag } from '../ui/status.tsx'
import { natureOf } from './text.ts'

/** What a unit is called now beside what it asks to be called. */
export function ChangeTable({ change: { former, wanted } }: { change: UnitChange }) {
  const rows = [
    { term: '单位名称', before: former.name, after: wanted.name },
    { term: '统一社会信用代码', before: former.code, after: wanted.code },
    { term: '单位性质', before: natureOf(former.nature), after: natureOf(wanted.nature) },
    { term: '所在地区', before: former.regionPath, after: wanted.regionPath },
  ]
  return (
    <Table
      caption="变更内容"
      rows={rows}
      keyOf={({ term }) => term}
      empty={null}
      columns={[
        { head: '项目', title: true, tight: true, cell: ({ term }) => term },
        { head: '变更前', cell: ({ before }) => before },
        { head: '变更后', cell: ({ after }) => after },
        {
          head: '是否变更',
          tight: true,
          cell: ({ before, after }) => (before === after ? '不变' : <Tag>变更</Tag>),
        },
      ]}
    />
  )
}
