import type { Declaration } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { readYear } from '@xueshi/contract/ledger'
import { categoryText } from '../ledger/text.ts'
import { useRead } from '../queries.ts'
import { Card } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

/** What the record would bring to its year if all of it were recognised. */
export function Gain({ record }: { record: Declaration }) {
  const year = useRead(readYear, { params: { year: String(record.year) } })
  const { category, claimedTenths } = record
  if (year.error) return null
  if (!year.data) return <Skeleton lines={1} />
  const have = year.data.counted[category]
  const need = year.data.required[category]
  const after = have + claimedTenths
  return (
    <Card title="可带来的学时">
      <p>
        {`如全部认定，${record.year} 年度${categoryText[category]}将从 ${formatHours(have)} 学时增加到 `}
        <strong>{`${formatHours(after)} 学时`}</strong>
        {after >= need
          ? `，达到要求的 ${formatHours(need)} 学时。`
          : `，距要求的 ${formatHours(need)} 学时还差 ${formatHours(need - after)} 学时。`}
      </p>
      <p className="field-hint">最终以审核认定的学时为准，超过年度上限的部分不计入。</p>
    </Card>
  )
}
