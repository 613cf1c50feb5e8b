import type { Declaration, DeclarationForm } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { proposedTenths, readRules, type FormRule, type RuleSet } from '@xueshi/contract/ledger'
import { isIsoDate } from '@xueshi/contract/year'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { useRead } from '../queries.ts'
import { Select } from '../ui/choice-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { announce } from '../ui/live.tsx'
import { Columns } from '../ui/page.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { dayTenthsOf, isByHours } from './allowance.ts'

/** The rules of the year that the record counts for, as far as it is known; undefined until they are here. */
export function useRulesOfYear(form: FormOf<DeclarationForm>, today: string): RuleSet | undefined {
  const [endOn, chosen] = useWatch({ control: form.control, name: ['endOn', 'year'] })
  const plain = isIsoDate(String(endOn ?? '')) ? String(endOn).slice(0, 4) : today.slice(0, 4)
  const year = chosen ? String(chosen) : plain
  return useRead(readRules, { params: { year }, query: {} }, { keep: true }).data
}

/** The kind that a record names, in the words of its year's rule; '' where it names none. */
export function useOptionText({ option, form, year, person }: Declaration): string {
  const query = person.series === null ? {} : { series: person.series }
  const asked = { params: { year: String(year) }, query }
  const rules = useRead(readRules, asked, { enabled: Boolean(option) })
  const rule = rules.data?.forms.find(({ code }) => code === form)
  return rule?.options.find(({ code }) => code === option)?.label ?? ''
}

/** Whether a rule asks for units: days of one kind come from the dates, hours are hours, and the rest is decided. */
const asksUnits = (rule: FormRule) =>
  rule.options.length > 0 && dayTenthsOf(rule) === null && !isByHours(rule)

/** The questions of a 学习形式: which kind, how many, which place, which number; and the hours that they propose. */
export function Counting({
  form,
  rule,
}: {
  form: FormOf<DeclarationForm>
  rule: FormRule | undefined
}) {
  const [option, units, rank, claimed] = useWatch({
    control: form.control,
    name: ['option', 'units', 'rank', 'claimedTenths'],
  })
  const asks = rule !== undefined && asksUnits(rule)
  const options = rule?.options ?? []
  const [only] = options
  // A kind has the same code in many forms: what was chosen of another form would stand for one of this.
  useEffect(() => {
    const { unsubscribe } = form.watch((_, { name, type }) => {
      if (name !== 'form' || type !== 'change') return
      form.setValue('option', null)
      form.setValue('units', null)
      form.setValue('rank', null)
    })
    return unsubscribe
  }, [form])
  // Answers to what the form before had asked are none to this one.
  useEffect(() => {
    if (!rule) return
    const known = rule.options.some(({ code }) => code === option)
    if (!asks && (option || units || rank)) {
      form.setValue('option', null)
      form.setValue('units', null)
      form.setValue('rank', null)
    } else if (asks && !known) {
      form.setValue('option', rule.options.length === 1 ? (only?.code ?? null) : null)
    }
    if (rule.numberLabel === null && form.getValues('achievement'))
      form.setValue('achievement', null)
    if (rule.rankStepTenths === 0 && rank) form.setValue('rank', null)
  }, [form, rule, asks, option, units, rank, only])

  if (!rule) return null
  const proposed =
    asks && option && typeof units === 'number' && units > 0
      ? proposedTenths(rule, { option, rank: rank ?? 1, unitsTenths: units * 10 })
      : null
  const fill = (tenths: number) => {
    form.setValue('claimedTenths', tenths, { shouldDirty: true, shouldValidate: true })
    announce(`拟申报学时已填入 ${formatHours(tenths)}`)
  }
  return (
    <>
      {asks && (
        <Columns>
          {options.length > 1 && (
            <Select
              {...form.at('option')}
              label="类别"
              emptyIsNull
              options={options.map(({ code, label, tenthsPerUnit }) => ({
                value: code,
                text: `${label}（每${rule.unit} ${formatHours(tenthsPerUnit)} 学时）`,
              }))}
            />
          )}
          <NumberField
            {...form.at('units')}
            label="数量"
            unit={rule.unit}
            emptyIsNull
            hint="用于折算学时，可以不填"
          />
          {rule.rankStepTenths > 0 && (
            <NumberField
              {...form.at('rank')}
              label="本人排名"
              unit="位"
              emptyIsNull
              hint={`第一位按标准计，每后一位少 ${formatHours(rule.rankStepTenths)} 学时`}
            />
          )}
        </Columns>
      )}
      {rule.numberLabel !== null && (
        <TextField
          {...form.at('achievement')}
          label={rule.numberLabel}
          hint="同一成果只能申报一次"
          maxLength={60}
          emptyIsNull
        />
      )}
      {proposed !== null && proposed > 0 && (
        <p className="field-hint" role="status">
          {`按标准折算为 ${formatHours(proposed)} 学时。`}
          {proposed !== claimed && (
            <button type="button" className="link-button" onClick={() => fill(proposed)}>
              {`填入 ${formatHours(proposed)}`}
            </button>
          )}
        </p>
      )}
    </>
  )
}
