import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { ethnicityLabel } from '@xueshi/contract/dictionaries/ethnicities'
import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Profile } from '@xueshi/contract/people'
import { useEffect, useState } from 'react'
import { DefinitionList } from '../ui/facts.tsx'
import { fieldText } from './text.ts'

/** A version of 人员基本信息, to be read. */
export function ProfileFacts({ profile }: { profile: Profile }) {
  const { form, unitName } = profile
  const nativePlace = usePlace(form.nativePlace)
  const workRegion = guangdong
    .regionPath(form.workRegion)
    .map(({ label }) => label)
    .join('')
  return (
    <DefinitionList
      facts={[
        { term: '姓名', value: profile.name },
        { term: fieldText.sex, value: sexLabel(form.sex) },
        {
          term: profile.documentType === 'residentId' ? '公民身份号码' : '证件号码',
          value: profile.documentNumberMasked,
        },
        { term: fieldText.birthDate, value: form.birthDate },
        { term: fieldText.ethnicity, value: ethnicityLabel(form.ethnicity) },
        { term: fieldText.nativePlace, value: nativePlace },
        { term: fieldText.education, value: educationLabel(form.education) },
        { term: fieldText.degree, value: form.degree && degreeLabel(form.degree) },
        { term: fieldText.major, value: form.major },
        { term: fieldText.school, value: form.school },
        { term: fieldText.graduatedOn, value: form.graduatedOn },
        { term: fieldText.startedWorkOn, value: form.startedWorkOn },
        { term: fieldText.phone, value: form.phone },
        { term: fieldText.email, value: form.email },
        { term: fieldText.title, value: form.title },
        { term: fieldText.titleObtainedOn, value: form.titleObtainedOn },
        { term: fieldText.series, value: titleSeriesLabel(form.series) },
        { term: fieldText.specialty, value: form.specialty },
        { term: fieldText.postalCode, value: form.postalCode },
        { term: fieldText.unitId, value: unitName },
        { term: fieldText.workRegion, value: workRegion },
      ]}
    />
  )
}

/** A place anywhere in the country in words; the table comes when it is needed. */
function usePlace(code: string): string {
  const [place, setPlace] = useState('')
  useEffect(() => {
    let here = true
    void import('@xueshi/contract/dictionaries/regions').then(({ regionPath }) => {
      if (here)
        setPlace(
          regionPath(code)
            .map(({ label }) => label)
            .join(''),
        )
    })
    return () => {
      here = false
    }
  }, [code])
  return place
}
