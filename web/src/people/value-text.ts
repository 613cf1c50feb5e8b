import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { ethnicityLabel } from '@xueshi/contract/dictionaries/ethnicities'
import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { titleLevelLabel, titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { ProfileForm } from '@xueshi/contract/people'

export const regionText = (code: string) =>
  guangdong
    .regionPath(code)
    .map(({ label }) => label)
    .join('')

const labels: Partial<Record<keyof ProfileForm, (code: string) => string | undefined>> = {
  sex: sexLabel,
  ethnicity: ethnicityLabel,
  education: educationLabel,
  degree: degreeLabel,
  series: titleSeriesLabel,
  titleLevel: titleLevelLabel,
  workRegion: regionText,
}

/** Told that they changed, and not how: lists, pictures, units by id, and places that a far table names. */
const untold: readonly (keyof ProfileForm)[] = [
  'otherTitles',
  'otherDegrees',
  'photoId',
  'unitId',
  'nativePlace',
]

/** A field's value as people read it, '' where it is empty; null where words cannot say it. */
export function valueText(field: keyof ProfileForm, form: ProfileForm): string | null {
  if (untold.includes(field)) return null
  const value: unknown = form[field]
  if (typeof value !== 'string') return ''
  return labels[field]?.(value) ?? value
}
