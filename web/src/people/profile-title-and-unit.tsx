import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { specialtiesOf } from '@xueshi/contract/dictionaries/specialties'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import type { ProfileForm } from '@xueshi/contract/people'
import { Cascade } from '../ui/cascade.tsx'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { Card, Columns } from '../ui/page.tsx'
import { type Found, SearchField } from '../ui/search-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { findUnits } from './find-units.ts'
import { InviteUnit } from './invite-unit.tsx'
import { optionsOf, stepOptions } from './profile-options.ts'
import { fieldText } from './text.ts'
import { searchTitles, titleNamed } from './titles.ts'

const seriesOptions = optionsOf(titleSeries)

/** 职称与单位: the title settles its level and often the series; the unit is one that is registered. */
export function TitleAndUnit({
  form,
  today,
  said,
  startTitle,
  startUnit,
  personName,
}: {
  form: FormOf<ProfileForm>
  today: string
  /** What the unit has written at a field, when it gave the profile back. */
  said: (field: keyof ProfileForm) => string | undefined
  startTitle: string
  startUnit: string
  personName: string
}) {
  const series = form.watch('series')
  const examples = specialtiesOf(series ?? '').slice(0, 4)
  const hasTitle = form.watch('titleLevel') !== 'none'
  const unitId = form.watch('unitId')
  const wanted = form.watch('wantedUnit')?.trim() ?? ''
  const pickTitle = (found: Found | null) => {
    const title = found && titleNamed(found.value)
    if (!title) return
    form.setValue('titleLevel', title.level)
    if (title.level === 'none') form.setValue('titleObtainedOn', null)
    const [only, ...more] = title.series
    if (only !== undefined && more.length === 0) form.setValue('series', only)
  }

  return (
    <Card title="职称与单位">
      <Columns>
        <SearchField
          {...form.at('title')}
          label={fieldText.title}
          required
          hint={said('title') ?? '输入职称名称查找，例如“工程师”；尚未取得请选“无”'}
          search={searchTitles}
          startText={startTitle}
          picked={pickTitle}
        />
        <DateField
          {...form.at('titleObtainedOn')}
          hint={said('titleObtainedOn')}
          label={fieldText.titleObtainedOn}
          required={hasTitle}
          latest={today}
          emptyIsNull
        />
        <Select
          {...form.at('series')}
          hint={said('series')}
          label={fieldText.series}
          required
          options={seriesOptions}
        />
        <TextField
          {...form.at('specialty')}
          label={fieldText.specialty}
          required
          hint={
            said('specialty') ?? (examples.length > 0 ? `例如：${examples.join('、')}` : undefined)
          }
        />
        <TextField
          {...form.at('postalCode')}
          hint={said('postalCode')}
          label={fieldText.postalCode}
          inputMode="numeric"
          width="short"
          emptyIsNull
        />
        <SearchField
          {...form.at('unitId')}
          label={fieldText.unitId}
          required={!form.watch('wantedUnit')}
          hint={said('unitId') ?? '按名称、拼音、首字母或统一社会信用代码查找'}
          search={findUnits}
          startText={startUnit}
          nothingFound="没有找到。您的单位需要先在本系统注册；请在下面填写单位名称并保存，单位注册后会通知您。"
          emptyIsNull
        />
        {unitId === null && (
          <TextField
            {...form.at('wantedUnit')}
            label={fieldText.wantedUnit}
            hint="找不到单位时填写全称；单位注册并审核通过后，系统会通知您"
            emptyIsNull
          />
        )}
        <Cascade
          {...form.at('workRegion')}
          hint={said('workRegion')}
          label={fieldText.workRegion}
          required
          steps={['省', '市', '县（市、区）']}
          below={stepOptions(guangdong.childrenOf, guangdong.guangdongCode)}
          pathOf={(code) => guangdong.regionPath(code).map((region) => region.code)}
        />
      </Columns>
      {unitId === null && wanted.length > 1 && (
        <InviteUnit unitName={wanted} personName={personName} />
      )}
    </Card>
  )
}
