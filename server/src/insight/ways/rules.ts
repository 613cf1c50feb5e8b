import type { Way, WayByClass } from '@xueshi/contract/insight/ways'
import { categories, type Category, type HoursByCategory } from '@xueshi/contract/ledger'

/** A form that may still be declared, as the ledger tells it. */
type Form = {
  rule: { code: string; category: Category | null }
  leftTenths: number | null
  categories: readonly Category[]
}
export type Gap = Pick<Way, 'category' | 'lackingTenths'>

/** The categories that lack hours; then what any hours close, where the total asks for more. In tenths. */
export function gapsOf({
  lacking,
  lackingTotalTenths,
}: {
  lacking: HoursByCategory
  lackingTotalTenths: number
}): Gap[] {
  const own = categories
    .map((category) => ({ category, lackingTenths: lacking[category] }))
    .filter(({ lackingTenths }) => lackingTenths > 0)
  const rest = own.reduce((left, { lackingTenths }) => left - lackingTenths, lackingTotalTenths)
  return rest > 0 ? [...own, { category: null, lackingTenths: rest }] : own
}

const offered = 3

/** For each gap what closes it: classes in the order in which they came, forms of the category's own first. */
export function waysOf(
  gaps: readonly Gap[],
  { classes, forms }: { classes: readonly WayByClass[]; forms: readonly Form[] },
): Way[] {
  return gaps.map(({ category, lackingTenths }) => {
    const isOf = (one: Category) => category === null || one === category
    const fitting = forms.filter((form) => form.categories.some(isOf))
    const own = fitting.filter(({ rule }) => rule.category !== null)
    const any = fitting.filter(({ rule }) => rule.category === null)
    return {
      category,
      lackingTenths,
      classes: classes.filter((one) => isOf(one.category)).slice(0, offered),
      forms: [...own, ...any].map(({ rule: { code }, leftTenths }) => ({ code, leftTenths })),
    }
  })
}
