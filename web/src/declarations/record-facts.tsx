import type { Declaration } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { DefinitionList, type Fact } from '../ui/facts.tsx'
import { formatInstant } from '../ui/time.ts'
import { fieldText, valueText } from './record.ts'

const order = ['name', 'category', 'form', 'institution', 'startOn', 'endOn'] as const

/** The facts of a record, hours with their unit; `before`: what stands above them. What is not yet, is absent. */
export function RecordFacts({
  record,
  before = [],
}: {
  record: Declaration
  before?: readonly Fact[]
}) {
  const { receipt, recognisedTenths, reviewedAt } = record
  const facts: Fact[] = [
    ...before,
    ...order.map((name) => ({
      term: fieldText[name],
      value: valueText(name, record[name]),
      wide: name === 'name',
    })),
    { term: '所属年度', value: `${record.year} 年度` },
    { term: fieldText.claimedTenths, value: valueText('claimedTenths', record.claimedTenths) },
  ]
  if (recognisedTenths !== null)
    facts.push({ term: '认定学时', value: `${formatHours(recognisedTenths)} 学时` })
  if (receipt)
    facts.push(
      { term: '受理编号', value: receipt.number },
      { term: '送审时间', value: formatInstant(receipt.at) },
    )
  if (reviewedAt) facts.push({ term: '审核时间', value: formatInstant(reviewedAt) })
  return <DefinitionList facts={facts} />
}
