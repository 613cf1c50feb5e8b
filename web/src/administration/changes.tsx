import type { SettingChange } from '@xueshi/contract/administration'
import { Card } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { settingText, settingValueText } from './text.ts'

type Change = SettingChange['changes'][string]

const inWords = (name: string, { from, to }: Change) =>
  `${settingText[name] ?? name}：${settingValueText(from)} → ${settingValueText(to)}`

/** Who changed what, newest first. */
export function Changes({
  changes,
  tell = inWords,
}: {
  changes: readonly SettingChange[]
  tell?: (name: string, change: Change) => string
}) {
  return (
    <Card title="修改记录">
      <Table
        caption="修改记录"
        rows={changes}
        keyOf={(row) => row.id}
        empty={<Empty title="还没有修改过">目前使用的是系统默认值。</Empty>}
        columns={[
          { head: '时间', tight: true, title: true, cell: (row) => formatInstant(row.at) },
          { head: '修改人', tight: true, cell: (row) => row.byName },
          {
            head: '内容',
            cell: (row) =>
              Object.entries(row.changes)
                .map(([name, change]) => tell(name, change))
                .join('；'),
          },
        ]}
      />
    </Card>
  )
}
