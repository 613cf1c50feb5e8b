import {
  type Difference,
  ruleSetDifferences,
  type RuleSetForm,
  ruleSetFormOf,
} from '@xueshi/contract/ledger'
import { Card } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { differenceName, differenceValue } from './rule-difference-text.ts'

/** What a set changes of the one that it would take the place of. */
export function RuleSetDifferences({ before, after }: { before: RuleSetForm; after: RuleSetForm }) {
  const differences = ruleSetDifferences(ruleSetFormOf(before), ruleSetFormOf(after))
  return (
    <Card title="与现行规则的差别">
      <Table
        caption="与现行规则的差别"
        rows={differences}
        keyOf={({ path }) => path}
        empty={<p>与现行规则没有差别。</p>}
        columns={[
          { head: '项目', title: true, cell: differenceName },
          {
            head: '现行',
            cell: ({ path, before: value }: Difference) => differenceValue(path, value),
          },
          {
            head: '改为',
            cell: ({ path, after: value }: Difference) => differenceValue(path, value),
          },
        ]}
      />
    </Card>
  )
}
