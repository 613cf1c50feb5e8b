import { degrees } from '@xueshi/contract/dictionaries/degrees'
import { educations } from '@xueshi/contract/dictionaries/educations'
import { ethnicities } from '@xueshi/contract/dictionaries/ethnicities'
import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import type * as Regions from '@xueshi/contract/dictionaries/regions'
import { readHome } from '@xueshi/contract/insight'
import {
  type OwnProfile,
  type PendingPolicy,
  type Profile,
  ProfileForm,
  profileIssues,
  readOwnProfile,
  saveProfile,
} from '@xueshi/contract/people'
import { useEffect, useState } from 'react'
import { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { Cascade } from '../ui/cascade.tsx'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Columns } from '../ui/page.tsx'
import { textOf } from '../ui/errors.ts'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { ProfileConflict } from './conflict.tsx'
import { useKeptProfile } from './kept-profile.ts'
import { Known } from './known.tsx'
import { OtherDegrees, OtherTitles } from './other-fields.tsx'
import { PhotoField } from './photo-field.tsx'
import { fieldText } from './text.ts'
import { Odd, PolicyField } from './profile-notes.tsx'
import { TitleAndUnit } from './profile-title-and-unit.tsx'
import { optionsOf, stepOptions } from './profile-options.ts'

const ethnicityOptions = optionsOf(ethnicities)
const educationOptions = optionsOf(educations.filter(({ heading }) => !heading))
const degreeOptions = optionsOf(degrees)
const sexOptions = [
  { value: 'male', text: '男' },
  { value: 'female', text: '女' },
]

/** 人员基本信息维护: the manual's form 3.2.1. [保存] sends it to the employer. */
export function ProfileFormCard({
  own,
  today,
  saved,
  reload,
}: {
  own: OwnProfile
  today: string
  saved: (sent: boolean) => void
  /** Reads one's profile anew and fills the fields from it. */
  reload: () => void
}) {
  const { known, current, confirmed } = own
  const former = (current ?? confirmed)?.form
  const save = useMove(saveProfile, { refresh: [readOwnProfile, readHome] })
  const form = useFormOf(ProfileForm, {
    start: former ?? {
      sex: known.sex ?? undefined,
      birthDate: known.birthDate ?? '',
      phone: known.phone,
      email: known.email,
      // Settled by the title that is picked; until then there is nothing to say of it.
      titleLevel: 'none',
      degree: null,
      major: null,
      school: null,
      graduatedOn: null,
      titleObtainedOn: null,
      postalCode: null,
      unitId: null,
      workRegion: guangdong.guangdongCode,
      wantedUnit: null,
      photoId: null,
      otherTitles: [],
      otherDegrees: [],
    },
    rules: (values) => profileIssues(values, today),
  })
  const kept = useKeptProfile(form, own)
  const regions = useWholeCountry()
  const [pendingPolicy, setPendingPolicy] = useState<PendingPolicy>('follow')
  const said = (field: keyof ProfileForm) => {
    const text = current?.state === 'returned' ? current.returnFields[field] : undefined
    return text === undefined ? undefined : `单位意见：${text}`
  }
  const send = async (values: ProfileForm, version: number | null) => {
    const profile = await save.mutateAsync({
      body: {
        version,
        form: values.unitId === null ? values : { ...values, wantedUnit: null },
        pendingPolicy,
      },
    })
    kept.writeOver(profile)
    kept.forget()
    saved(profile.form.unitId !== null)
  }
  const refused = (error: CallError) => {
    const profile = currentOf(error)
    if (profile) kept.overtake(profile)
    return profile !== null
  }
  const takeCurrent = () => {
    kept.forget()
    reload()
  }
  const keepTyped = (over: Profile) => {
    const version = kept.writeOver(over)
    void form.handleSubmit((values) =>
      send(values, version).catch((error: unknown) => {
        if (!(error instanceof CallError && refused(error))) toast(textOf(error), 'error')
      }),
    )()
  }
  const unitId = form.watch('unitId')
  const isMove = own.holder !== null && unitId !== null && unitId !== own.holder.unitId

  return (
    <Form
      form={form}
      submit={(values) => send(values, kept.version)}
      refused={refused}
      label="人员基本信息维护"
    >
      {kept.conflict && (
        <ProfileConflict
          current={kept.conflict}
          typed={form.watch()}
          takeCurrent={takeCurrent}
          keepTyped={() => kept.conflict && keepTyped(kept.conflict)}
        />
      )}
      <Card title="身份信息">
        <Known known={known} />
        <Columns>
          {known.sex === null && (
            <RadioGroup {...form.at('sex')} label={fieldText.sex} required options={sexOptions} />
          )}
          {known.birthDate === null && (
            <DateField
              {...form.at('birthDate')}
              label={fieldText.birthDate}
              required
              latest={today}
            />
          )}
          <Select
            {...form.at('ethnicity')}
            hint={said('ethnicity')}
            label={fieldText.ethnicity}
            required
            options={ethnicityOptions}
          />
          <Cascade
            {...form.at('nativePlace')}
            hint={said('nativePlace')}
            label={fieldText.nativePlace}
            required
            steps={['省', '市', '县（市、区）']}
            below={regions ? stepOptions(regions.childrenOf, '') : () => []}
            pathOf={(code) => regions?.regionPath(code).map((region) => region.code) ?? []}
          />
        </Columns>
      </Card>
      <Card title="学历与工作">
        <Columns>
          <Select
            {...form.at('education')}
            hint={said('education')}
            label={fieldText.education}
            required
            options={educationOptions}
          />
          <Select
            {...form.at('degree')}
            hint={said('degree')}
            label={fieldText.degree}
            options={degreeOptions}
            emptyIsNull
          />
          <TextField
            {...form.at('major')}
            hint={said('major')}
            label={fieldText.major}
            emptyIsNull
          />
          <TextField
            {...form.at('school')}
            hint={said('school')}
            label={fieldText.school}
            emptyIsNull
          />
          <DateField
            {...form.at('graduatedOn')}
            hint={said('graduatedOn')}
            label={fieldText.graduatedOn}
            latest={today}
            emptyIsNull
          />
          <DateField
            {...form.at('startedWorkOn')}
            hint={said('startedWorkOn')}
            label={fieldText.startedWorkOn}
            required
            latest={today}
          />
          <TextField
            {...form.at('phone')}
            hint={said('phone')}
            label={fieldText.phone}
            required
            inputMode="tel"
            autoComplete="tel"
          />
          <TextField
            {...form.at('email')}
            hint={said('email')}
            label={fieldText.email}
            required
            inputMode="email"
            autoComplete="email"
          />
        </Columns>
      </Card>
      <TitleAndUnit
        form={form}
        today={today}
        said={said}
        startTitle={former?.title ?? ''}
        startUnit={(current ?? confirmed)?.unitName ?? ''}
        personName={known.name}
      />
      <Card title="照片与其他资格">
        <PhotoField
          shownUrl={(current ?? confirmed)?.photoUrl ?? null}
          change={(id) => form.setValue('photoId', id)}
        />
        <OtherTitles
          items={form.watch('otherTitles')}
          change={(items) => form.setValue('otherTitles', items)}
          today={today}
        />
        <OtherDegrees
          items={form.watch('otherDegrees')}
          change={(items) => form.setValue('otherDegrees', items)}
          today={today}
        />
      </Card>
      <Odd form={form.watch()} />
      {isMove && (
        <PolicyField
          formerName={own.holder?.unitName ?? ''}
          policy={pendingPolicy}
          choose={setPendingPolicy}
        />
      )}
      {confirmed && <Notice>保存后由单位确认。确认之前，已确认的信息继续有效。</Notice>}
      <FormActions>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
      </FormActions>
    </Form>
  )
}

/** What the endpoint's errors carry when the profile is another than the page has; see `saveProfile`. */
function currentOf(error: CallError): Profile | null {
  if (error.code !== 'STALE' && error.code !== 'WRONG_STATE') return null
  return error.current as Profile | null
}

/** All regions of the country, fetched when the form opens: they weigh more than the form. */
function useWholeCountry(): typeof Regions | null {
  const [regions, setRegions] = useState<typeof Regions | null>(null)
  useEffect(() => {
    void import('@xueshi/contract/dictionaries/regions').then(setRegions)
  }, [])
  return regions
}
