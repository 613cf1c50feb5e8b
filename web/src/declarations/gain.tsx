import type { Declaration } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { categoryText } from '../ledger/text.ts'
import { Card } from '../ui/page.tsx'

/** What the record would bring to its year if all of it were recognised, in a card of its own. */
export function Gain({ record }: { record: Declaration }) {
  return (
    record.brings && (
      <Card title="可带来的学时">
        <GainLine record={record} />
        <p className="field-hint">最终以审核认定的学时为准。</p>
      </Card>
    )
  )
}

/** The same in a sentence or two, for the person and the reviewers alike. */
export function GainLine({ record }: { record: Declaration }) {
  const { brings, category, claimedTenths, year } = record
  if (!brings) return null
  const { haveTenths: have, requiredTenths: need, countedTenths, capTenths } = brings
  const after = have + countedTenths
  const cut = claimedTenths - countedTenths
  return (
    <p>
      {`如全部认定，${year} 年度${categoryText[category]}将从 ${formatHours(have)} 学时增加到 `}
      <strong>{`${formatHours(after)} 学时`}</strong>
      {after >= need
        ? `，达到要求的 ${formatHours(need)} 学时。`
        : `，距要求的 ${formatHours(need)} 学时还差 ${formatHours(need - after)} 学时。`}
      {cut > 0 &&
        capTenths !== null &&
        `这种学习形式每年最多计 ${formatHours(capTenths)} 学时，其中 ${formatHours(cut)} 学时不计入。`}
    </p>
  )
}
