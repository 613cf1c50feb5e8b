import type { Declaration } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { DefinitionList, type Fact } from '../ui/facts.tsx'
import { formatInstant } from '../ui/time.ts'
import { fieldText, valueText } from './record.ts'

const order = ['name', 'category', 'form', 'institution', 'startOn', 'endOn'] as const

/** The facts of a record, its hours with their unit. */
export function RecordFacts({ record }: { record: Declaration }) {
  const facts: Fact[] = order.map((name) => ({
    term: fieldText[name],
    value: valueText(name, record[name]),
    wide: name === 'name',
  }))
  facts.push(
    { term: '所属年度', value: `${record.year} 年度` },
    { term: fieldText.claimedTenths, value: valueText('claimedTenths', record.claimedTenths) },
    {
      term: '认定学时',
      value:
        record.recognisedTenths === null ? null : `${formatHours(record.recognisedTenths)} 学时`,
    },
    { term: '受理编号', value: record.receipt?.number },
    { term: '送审时间', value: record.receipt && formatInstant(record.receipt.at) },
    { term: '审核时间', value: record.reviewedAt && formatInstant(record.reviewedAt) },
  )
  return <DefinitionList facts={facts} />
}
