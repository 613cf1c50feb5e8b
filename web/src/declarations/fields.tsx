import type { DeclarationForm } from '@xueshi/contract/declarations'
import { learningForms, learningFormsNote } from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import { categories, type FormRule, type RuleSet } from '@xueshi/contract/ledger'
import { useEffect, useRef } from 'react'
import { useWatch } from 'react-hook-form'
import { categoryText } from '../ledger/text.ts'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { announce } from '../ui/live.tsx'
import { Columns } from '../ui/page.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import './declarations.css'
import { allowanceOf, ruleNote } from './allowance.ts'
import { Counting, useRulesOfYear } from './counting.tsx'
import { learningFormText } from './text.ts'
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
  const chosen = String(useWatch({ control: form.control, name: 'form' }) ?? '')
  const rules = useRulesOfYear(form, today)
  const rule = rules?.forms.find(({ code }) => code === chosen)
  useCategoryOf(form, rule)
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
          options={formOptions(rules, { chosen, together })}
        />
      </Columns>
      <FormNote chosen={chosen} rules={rules} together={together} />
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
      {rules && rule && <HoursHint form={form} rule={rule} dayTenths={rules.dayTenths} />}
    </>
  )
}

/** Whether people may declare by a rule, or a unit for its own. */
const isOffered = ({ declarable, timeBased }: FormRule, together: boolean) =>
  declarable && (!together || timeBased)

/** What the year's rules offer. A form that was chosen before and is not among them stays in sight, as what it is. */
function formOptions(
  rules: RuleSet | undefined,
  { chosen, together }: { chosen: string; together: boolean },
) {
  // Until the rules are here the dictionary's names hold the place.
  const offered = rules
    ? rules.forms.filter((rule) => isOffered(rule, together)).map(({ code }) => code)
    : learningForms.map(({ code }) => code)
  const options = offered.map((code) => ({ value: code, text: learningFormText(code) }))
  if (chosen === '' || offered.includes(chosen)) return options
  return [...options, { value: chosen, text: `${learningFormText(chosen)}（该年度不受理）` }]
}

/**
 * 课程类型 opens at what the rule of the form says, and follows it to another form; what the person has
 * chosen stays.
 */
function useCategoryOf(form: DeclarationFormOf, rule: FormRule | undefined) {
  const opened = useRef<string | null>(null)
  const category = rule?.category ?? null
  useEffect(() => {
    const now = form.getValues('category') as string | undefined
    if (category === null || (now && now !== opened.current) || now === category) return
    opened.current = category
    form.setValue('category', category, { shouldValidate: true })
    announce(`课程类型已选为${categoryText[category]}`)
  }, [form, category])
}

function FormNote({
  chosen,
  rules,
  together,
}: {
  chosen: string
  rules: RuleSet | undefined
  together: boolean
}) {
  const rule = rules?.forms.find(({ code }) => code === chosen)
  const isOut = rules !== undefined && !(rule && isOffered(rule, together))
  const words = isOut
    ? '该年度的学时规则不受理这种学习形式的申报，请改选。'
    : rule && ruleNote(rule)
  const note = chosen && words ? `${learningFormText(chosen)}：${words}` : ''
  const said = useRef(note)
  useEffect(() => {
    if (note && note !== said.current) announce(note)
    said.current = note
  }, [note])
  if (!note) return null
  return (
    <p className="field-hint">
      {note}
      {!isOut && rules?.defaults.includes('forms') && (
        <>
          <br />
          {`（${learningFormsNote}）`}
        </>
      )}
    </p>
  )
}

/** The hours that dates and form come to, one press away; and a warning above what they allow. */
function HoursHint({
  form,
  rule,
  dayTenths,
}: {
  form: DeclarationFormOf
  rule: FormRule
  dayTenths: number
}) {
  const [startOn, endOn, claimed] = useWatch({
    control: form.control,
    name: ['startOn', 'endOn', 'claimedTenths'],
  })
  const allowance = allowanceOf(rule, String(startOn ?? ''), String(endOn ?? ''), dayTenths)
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
      {`共 ${days} 天，按该年度规则为 ${formatHours(suggestedTenths)} 学时。`}
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
