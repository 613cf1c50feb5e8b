import type { Unit } from '@xueshi/contract/orgs/units'
import { useLabels } from '../dictionary.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { formatInstant } from '../ui/time.ts'
import { natureOf } from './text.ts'

/** What a unit says of itself. */
export function UnitFacts({ unit }: { unit: Unit }) {
  const industryLabel = useLabels('industries')
  return (
    <DefinitionList
      facts={[
        { term: '单位名称', value: unit.name },
        { term: '统一社会信用代码', value: unit.code },
        { term: '单位性质', value: natureOf(unit.nature) },
        { term: '所在地区', value: unit.regionPath },
        {
          term: '所属行业',
          value: unit.industryCodes.map(industryLabel).join('、'),
        },
        { term: '主管单位', value: unit.parent?.name },
        { term: '联系人', value: unit.contactName },
        { term: '联系电话', value: unit.contactPhone },
        { term: '提交时间', value: unit.submittedAt && formatInstant(unit.submittedAt) },
        { term: '通过时间', value: unit.approvedAt && formatInstant(unit.approvedAt) },
      ]}
    />
  )
}
