import { searchUnits } from '@xueshi/contract/orgs'
import type { Standing } from '@xueshi/contract/orgs/changes'
import { type Unit, type UnitForm, unitNatures } from '@xueshi/contract/orgs/units'
import { useChoices } from '../dictionary.ts'
import { ask } from '../queries.ts'
import { CheckGroup } from '../ui/check-group.tsx'
import { Select } from '../ui/choice-field.tsx'
import type { FieldProps } from '../ui/field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { Columns } from '../ui/page.tsx'
import { type Found, SearchField } from '../ui/search-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import './orgs.css'
import { RegionField } from './region-field.tsx'
import { natureText } from './text.ts'

const natureOptions = unitNatures.map((value) => ({ value, text: natureText[value] }))
/** Units in force, by name, pinyin, initials or code. */
export async function findUnits(words: string, signal: AbortSignal): Promise<Found[]> {
  const { items } = await ask(searchUnits, { query: { search: words } }, signal)
  return items
    .filter(({ state }) => state === 'approved')
    .map(({ id, name, regionPath, codeTail }) => ({
      value: id,
      text: name,
      detail: `${regionPath} · 代码尾号 ${codeTail}`,
    }))
}

/** What a change of a unit in force starts with. */
export const standingOf = ({ name, code, nature, regionCode }: Unit): Standing => ({
  name,
  code,
  nature: unitNatures.find((each) => each === nature) ?? 'other',
  regionCode,
})

/** What the form of a unit starts with. */
export const startOf = (unit: Unit | null) => ({
  name: unit?.name ?? '',
  code: unit?.code ?? '',
  // Neither is anybody's until it is chosen: 广东省 alone would say that the unit is a provincial one.
  nature: unitNatures.find((each) => each === unit?.nature),
  regionCode: unit?.regionCode ?? '',
  industryCodes: unit?.industryCodes ?? [],
  parentId: unit?.parent?.id ?? null,
  contactName: unit?.contactName ?? '',
  contactPhone: unit?.contactPhone ?? '',
})

/** What a unit is called and where it stands: what its HR&SS office answers for. */
export function StandingFields({ at }: { at: (name: keyof Standing) => { name: string } }) {
  return (
    <>
      <Columns>
        <TextField
          {...at('name')}
          label="单位名称"
          hint="与营业执照或法人证书上的名称一致"
          required
          maxLength={100}
          autoComplete="organization"
        />
        <TextField
          {...at('code')}
          label="统一社会信用代码"
          hint="证照上的 18 位代码"
          required
          maxLength={40}
          spellCheck={false}
        />
        <Select {...at('nature')} label="单位性质" required options={natureOptions} />
      </Columns>
      <RegionField
        {...at('regionCode')}
        label="所在地区"
        hint="选到单位所属的一级：县（市、区）单位选到县区，市直单位选到市，省直单位只选广东省"
        required
      />
    </>
  )
}

/** The fields of a unit, for its registration and for correcting one that came back. */
export function UnitFields({ form, unit }: { form: FormOf<UnitForm>; unit: Unit | null }) {
  return (
    <>
      <StandingFields at={form.at} />
      <SearchField
        {...form.at('parentId')}
        label="主管单位"
        hint="没有的可以不填；按名称、拼音或代码查找，由主管单位确认"
        search={findUnits}
        startText={unit?.parent?.name ?? ''}
        nothingFound="没有找到已注册的单位，可以先不填。"
        emptyIsNull
      />
      <Industries {...form.at('industryCodes')} label="所属行业" own={unit?.industryCodes ?? []} />
      <Columns>
        <TextField {...form.at('contactName')} label="联系人" required autoComplete="name" />
        <TextField
          {...form.at('contactPhone')}
          label="联系电话"
          hint="手机号码，或带区号的座机"
          required
          type="tel"
          maxLength={20}
        />
      </Columns>
    </>
  )
}

/** 行业: up to five, each ticked; `own` are those that the unit has. */
export function Industries({ own = [], ...field }: FieldProps & { own?: readonly string[] }) {
  return (
    <CheckGroup
      {...field}
      hint="有行业主管部门的请勾选，最多 5 项"
      options={useChoices('industries', own)}
      most={5}
      columns
    />
  )
}
