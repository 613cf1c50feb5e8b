import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { ethnicityLabel } from '@xueshi/contract/dictionaries/ethnicities'
import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Profile, ProfileForm } from '@xueshi/contract/people'
import { changedFields, profileWarnings } from '@xueshi/contract/people/profile-form'
import { useEffect, useState } from 'react'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { otherDegreeText, otherTitleText } from './others.ts'
import './people.css'
import { fieldText, oddText } from './text.ts'
import { regionText, valueText } from './value-text.ts'

/** A version of 人员基本信息, to be read. */
export function ProfileFacts({ profile }: { profile: Profile }) {
  const { form } = profile
  const nativePlace = usePlace(form.nativePlace)
  const workRegion = regionText(form.workRegion)
  const changed = profile.former ? changedFields(profile.former, form) : []
  const odd = Object.entries(profileWarnings(form))
  return (
    <>
      {profile.photoUrl && (
        <img className="photo" src={profile.photoUrl} alt={`${profile.name} 的照片`} />
      )}
      {profile.former && (
        <Notice tone="info" title={changed.length > 0 ? '与已确认信息相比的变化' : undefined}>
          {changed.length === 0
            ? '与已确认的信息相同。'
            : changed.map((field) => changeOf(field, profile.former, form)).join('；')}
        </Notice>
      )}
      {odd.length > 0 && (
        <Notice tone="warn" title="以下日期少见，请核对">
          {odd.map(([field, code]) => `${labelOf(field)}：${oddText[code] ?? '请核对'}`).join('；')}
        </Notice>
      )}
      <DefinitionList facts={[...factsOf(profile, nativePlace, workRegion)]} />
    </>
  )
}

const labelOf = (field: string) =>
  Object.entries(fieldText).find(([name]) => name === field)?.[1] ?? field

/** 专业系列：会计 → 工程技术; of lists only that they changed. */
function changeOf(field: keyof ProfileForm, former: ProfileForm | null, form: ProfileForm): string {
  const label = labelOf(field)
  const before = former && valueText(field, former)
  const after = valueText(field, form)
  if (before === null || after === null) return `${label}有变化`
  return `${label}：${before || '（空）'} → ${after || '（空）'}`
}

function factsOf(profile: Profile, nativePlace: string, workRegion: string) {
  const { form, unitName } = profile
  return [
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
    ...form.otherTitles.map((other) => ({
      term: fieldText.otherTitles,
      value: otherTitleText(other),
    })),
    ...form.otherDegrees.map((other) => ({
      term: fieldText.otherDegrees,
      value: otherDegreeText(other),
    })),
  ]
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
