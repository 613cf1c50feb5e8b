import type { SettingChange } from '@xueshi/contract/administration'
import { Card } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { settingText, settingValueText } from './text.ts'

/** Who changed what, newest first. */
export function Changes({ changes }: { changes: readonly SettingChange[] }) {
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
                .map(
                  ([name, { from, to }]) =>
                    `${settingText[name] ?? name}：${settingValueText(from)} → ${settingValueText(to)}`,
                )
                .join('；'),
          },
        ]}
      />
    </Card>
  )
}
