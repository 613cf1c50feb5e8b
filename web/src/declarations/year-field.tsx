import type { DeclarationForm } from '@xueshi/contract/declarations'
import { readRules, yearsOffered, yearsTouched, type Category } from '@xueshi/contract/ledger'
import { isIsoDate } from '@xueshi/contract/year'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { useRead } from '../queries.ts'
import { Select } from '../ui/choice-field.tsx'
import type { FormOf } from '../ui/form.tsx'

/** 计入年度: asked where the days of learning leave a choice by the windows of the years' rules. */
export function YearField({ form, today }: { form: FormOf<DeclarationForm>; today: string }) {
  const [startOn, endOn, category, chosen] = useWatch({
    control: form.control,
    name: ['startOn', 'endOn', 'category', 'year'],
  })
  const dated = isIsoDate(startOn ?? '') && isIsoDate(endOn ?? '') && startOn <= endOn
  const learning = dated ? { startOn, endOn } : null
  const years = useYearsOffered(learning, category, today)
  const across = learning !== null && startOn.slice(0, 4) !== endOn.slice(0, 4)
  const own = Number((endOn ?? '').slice(0, 4))
  useEffect(() => {
    // What was chosen for other days is no choice for these.
    if (years && chosen && !years.includes(chosen)) form.setValue('year', null)
    const [only] = years ?? []
    if (across && years?.length === 1 && only && !chosen) form.setValue('year', only)
    if (years && !across && chosen === own) form.setValue('year', null)
  }, [form, years, chosen, across, own])

  if (!years || !learning) return null
  if (across && years.length === 1)
    return <p className="field-hint">{`按各年度的期限，这次学习计入 ${years[0]} 年度。`}</p>
  if (!across && years.length < 2) return null
  const others = across ? years : years.filter((year) => year !== own)
  return (
    <Select
      {...form.at('year')}
      label="计入年度"
      hint={across ? '学习时间跨年，学时整体计入所选的一个年度' : '在补学期限内，可以计入上一年度'}
      required={across}
      numeric
      emptyIsNull
      {...(across ? {} : { emptyText: `${own} 年度（学习当年）` })}
      options={others.map((year) => ({ value: String(year), text: `${year} 年度` }))}
    />
  )
}

/** The years that these days may count for; null until their rules are known. */
function useYearsOffered(
  learning: { startOn: string; endOn: string } | null,
  category: Category | undefined,
  today: string,
): number[] | null {
  const touched = learning ? yearsTouched(learning) : []
  const rulesOf = (at: number) => ({
    params: { year: String(touched[at] ?? today.slice(0, 4)) },
    query: {},
  })
  // At most three: the first day's year, the one before it, and the last day's.
  const before = useRead(readRules, rulesOf(0), { enabled: touched.length > 0 })
  const first = useRead(readRules, rulesOf(1), { enabled: touched.length > 1 })
  const last = useRead(readRules, rulesOf(2), { enabled: touched.length > 2 })
  if (!learning || !category || touched.length > 3) return null
  const asked = [before, first, last].slice(0, touched.length)
  if (asked.some(({ data, error }) => !data && !error)) return null
  const offered = yearsOffered(
    learning,
    today,
    (year) => asked[touched.indexOf(year)]?.data?.windows[category],
  )
  return offered.length > 0 ? offered : touched.slice(1)
}
