import type { Accreditation } from '@xueshi/contract/orgs/accreditations'
import { DateRange } from '../ui/dates.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { formatInstant } from '../ui/time.ts'
import { seriesOf, taughtOf } from './text.ts'

/** What an institution may teach, or asks to, and with what. */
export function AccreditationFacts({ item }: { item: Accreditation }) {
  const { form } = item
  return (
    <DefinitionList
      facts={[
        { term: '资质编号', value: item.number },
        {
          term: '有效期',
          value: item.validFrom && <DateRange from={item.validFrom} to={item.validTo} />,
        },
        { term: '课程类型', value: taughtOf(form.categories) },
        { term: '专业系列', value: seriesOf(form.series) },
        { term: '培训地点', value: form.address },
        { term: '专兼职教师', value: form.teachers > 0 && `${form.teachers} 人` },
        { term: '同时培训规模', value: form.places > 0 && `${form.places} 人` },
        { term: '办学条件', value: form.about, wide: true },
        { term: '申请人', value: item.byName },
        { term: '申请时间', value: formatInstant(item.appliedAt) },
        { term: '初审意见', value: item.opinion, wide: true },
        { term: '办理时间', value: item.decidedAt && formatInstant(item.decidedAt) },
      ]}
    />
  )
}
