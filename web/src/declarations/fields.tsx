import type { DeclarationForm } from '@xueshi/contract/declarations'
import {
  learningForm,
  learningForms,
  learningFormsNote,
} from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import { categories, type FormRule, readYear } from '@xueshi/contract/ledger'
import { isIsoDate } from '@xueshi/contract/year'
import { useEffect, useRef } from 'react'
import { useWatch } from 'react-hook-form'
import { categoryText } from '../ledger/text.ts'
import { useRead } from '../queries.ts'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { announce } from '../ui/live.tsx'
import { Columns } from '../ui/page.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import './declarations.css'
import { allowanceOf, formNote, ruleNote } from './allowance.ts'
import { Counting, useFormRule } from './counting.tsx'
import { YearField } from './year-field.tsx'

export type DeclarationFormOf = FormOf<DeclarationForm>

/** The fields of 添加, with what their values mean as they are typed. */
export function Fields({
  form,
  today,
  together = false,
}: {
  form: DeclarationFormOf
  today: string
  /** For a training that a unit declares: forms that take time alone, and the hours of whoever took part in all of it. */
  together?: boolean
}) {
  const rule = useFormRule(form, today)
  return (
    <>
      <TextField {...form.at('name')} label="课程名称" required width="full" maxLength={100} />
      <Columns>
        <Select
          {...form.at('category')}
          label="课程类型"
          required
          options={categories.map((value) => ({ value, text: categoryText[value] }))}
        />
        <Select
          {...form.at('form')}
          label="学习形式"
          required
          options={learningForms
            .filter(({ code, timeBased }) => (together ? timeBased : code !== '20'))
            .map(({ code, label }) => ({ value: code, text: label }))}
        />
      </Columns>
      <FormNote form={form} rule={rule} />
      <TextField
        {...form.at('institution')}
        label="施教机构"
        hint="主办、授课或颁发证明的单位"
        required
        width="full"
        maxLength={100}
      />
      <Columns>
        <DateField {...form.at('startOn')} label="学习开始时间" required latest={today} />
        <DateField {...form.at('endOn')} label="学习结束时间" required latest={today} />
      </Columns>
      <YearField form={form} today={today} />
      {!together && <Counting form={form} rule={rule} />}
      <HoursField
        {...form.at('claimedTenths')}
        label="拟申报学时"
        hint={
          together
            ? '全程参加者的学时，最多一位小数；参加较少的在名单中填写'
            : '最多一位小数，例如 12 或 12.5'
        }
        required
      />
      <HoursHint form={form} />
    </>
  )
}

function FormNote({ form, rule }: { form: DeclarationFormOf; rule: FormRule | undefined }) {
  const chosen = learningForm(String(useWatch({ control: form.control, name: 'form' }) ?? ''))
  const words = rule ? ruleNote(rule) : chosen && formNote(chosen)
  const note = chosen && `${chosen.label}：${words}`
  const said = useRef(note)
  useEffect(() => {
    if (note && note !== said.current) announce(note)
    said.current = note
  }, [note])
  if (!note) return null
  return (
    <p className="field-hint">
      {note}
      <br />
      {`（${learningFormsNote}）`}
    </p>
  )
}

/** The hours that dates and form come to, one press away; and a warning above what they allow. */
function HoursHint({ form }: { form: DeclarationFormOf }) {
  const [code, startOn, endOn, claimed] = useWatch({
    control: form.control,
    name: ['form', 'startOn', 'endOn', 'claimedTenths'],
  })
  const start = String(startOn ?? '')
  const dated = isIsoDate(start)
  const year = useRead(readYear, { params: { year: start.slice(0, 4) } }, { enabled: dated })
  const chosen = learningForm(String(code ?? ''))
  const dayTenths = year.data?.ruleSet.dayTenths
  if (!chosen || !dayTenths) return null
  const allowance = allowanceOf(chosen, start, String(endOn ?? ''), dayTenths)
  if (!allowance) return null
  const { days, mostTenths, suggestedTenths } = allowance
  const most = mostTenths === null ? '' : formatHours(mostTenths)
  const above = mostTenths !== null && typeof claimed === 'number' && claimed > mostTenths
  const fill = (tenths: number) => {
    form.setValue('claimedTenths', tenths, { shouldDirty: true, shouldValidate: true })
    announce(`拟申报学时已填入 ${formatHours(tenths)}`)
  }
  if (above)
    return (
      <p role="status" className="field-hint over-allowance">
        {`超过了 ${days} 天最多可折算的 ${most} 学时。`}
        {suggestedTenths !== null && <Fill tenths={suggestedTenths} fill={fill} />}
      </p>
    )
  if (suggestedTenths === null)
    return most ? <p className="field-hint">{`共 ${days} 天，最多可申报 ${most} 学时。`}</p> : null
  if (suggestedTenths === claimed) return null
  return (
    <p className="field-hint">
      {`共 ${days} 天，按默认标准为 ${formatHours(suggestedTenths)} 学时。`}
      <Fill tenths={suggestedTenths} fill={fill} />
    </p>
  )
}

function Fill({ tenths, fill }: { tenths: number; fill: (tenths: number) => void }) {
  return (
    <button type="button" className="link-button" onClick={() => fill(tenths)}>
      {`填入 ${formatHours(tenths)}`}
    </button>
  )
}
