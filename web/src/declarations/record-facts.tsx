import type { Declaration } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { DateRange } from '../ui/dates.tsx'
import { DefinitionList, type Fact } from '../ui/facts.tsx'
import { formatInstant } from '../ui/time.ts'
import { useOptionText } from './counting.tsx'
import { fieldText, valueText } from './record.ts'
import { reviewToText } from './text.ts'

const order = ['name', 'category', 'form', 'institution'] as const

/**
 * The facts of a record, hours with their unit. What is not yet, is absent. `brief`: beside the evidence,
 * where every line counts; `whose`: what follows what was learned, for its title names the person already.
 */
export function RecordFacts({
  record,
  whose = [],
  brief,
}: {
  record: Declaration
  whose?: readonly Fact[]
  brief?: boolean
}) {
  const option = useOptionText(record)
  const { receipt, recognisedTenths, reviewedAt, startOn, endOn, reviewTo } = record
  const days: Fact[] = brief
    ? [{ term: '学习时间', value: <DateRange from={startOn} to={endOn} /> }]
    : (['startOn', 'endOn'] as const).map((name) => ({
        term: fieldText[name],
        value: record[name],
      }))
  const facts: Fact[] = [
    ...order.map((name) => ({
      term: fieldText[name],
      value: valueText(name, record[name]),
      wide: name === 'name',
    })),
    ...days,
    ...(option === '' ? [] : [{ term: fieldText.option, value: option }]),
    ...(['units', 'rank', 'achievement'] as const)
      .filter((name) => Boolean(record[name]))
      .map((name) => ({ term: fieldText[name], value: valueText(name, record[name]) })),
    ...(record.declaredBy
      ? [{ term: '申报方式', value: `单位批量申报，经办人 ${record.declaredBy}` }]
      : []),
    { term: fieldText.claimedTenths, value: valueText('claimedTenths', record.claimedTenths) },
    { term: '所属年度', value: `${record.year} 年度` },
    ...whose,
  ]
  if (recognisedTenths !== null)
    facts.push({ term: '认定学时', value: `${formatHours(recognisedTenths)} 学时` })
  if (receipt)
    facts.push(
      { term: '受理编号', value: receipt.number },
      { term: '送审时间', value: formatInstant(receipt.at) },
    )
  if (reviewTo) facts.push({ term: '审核截止', value: reviewToText(reviewTo) })
  if (reviewedAt) facts.push({ term: '审核时间', value: formatInstant(reviewedAt) })
  return <DefinitionList facts={facts} />
}
