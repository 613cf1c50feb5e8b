import { learningForms } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  categories,
  Chain,
  chainOffices,
  FormRule,
  mostOptions,
  type RuleSetForm,
  ruleSetIssues,
  Share,
} from '@xueshi/contract/ledger'
import { useFieldArray } from 'react-hook-form'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { CheckBox, Select } from '../ui/choice-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf, type FormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { LinesField } from '../ui/lines-field.tsx'
import { ListFault } from '../ui/list-fault.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Columns, Row } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import './rules.css'
import { chainLabels, formRuleLabels, optionLabels, shareLabels } from './rule-line-text.ts'
import { chainOfficeText, formText } from './rule-text.ts'
import { categoryText } from './text.ts'

export interface LineProps<Line> {
  /** The rule set as it is being written; the line is judged as a part of it. */
  whole: RuleSetForm
  at: number
  keep: (line: Line) => void
  close: () => void
}

/**
 * What is wrong with one line, told from its own fields. It is judged as if it stood last: of two lines
 * for the same, the latter is at fault.
 */
function issuesOf(
  whole: RuleSetForm,
  part: 'shares' | 'forms' | 'chains',
  at: number,
  line: object,
) {
  const others: object[] = whole[part].filter((_, place) => place !== at)
  const found = Object.entries(ruleSetIssues({ ...whole, [part]: [...others, line] }))
  const own = `${part}.${others.length}.`
  return Object.fromEntries(
    found.flatMap(([path, code]) => (path.startsWith(own) ? [[path.slice(own.length), code]] : [])),
  )
}

const categoryOptions = categories.map((value) => ({ value, text: categoryText[value] }))

function Ends({ close }: { close: () => void }) {
  return (
    <Row end>
      <Button onClick={close}>取消</Button>
      <SubmitButton>确认</SubmitButton>
    </Row>
  )
}

const newShare: Share = {
  name: '',
  of: ['professional'],
  numerator: 2,
  denominator: 3,
  binding: false,
}

export function ShareFields({ whole, at, keep, close }: LineProps<Share>) {
  const form = useFormOf(Share, {
    start: whole.shares[at] ?? newShare,
    rules: (line) => issuesOf(whole, 'shares', at, line),
  })
  return (
    <Form form={form} label="占比" submit={async (line) => keep(line)}>
      <TextField {...form.at('name')} label={shareLabels.name} required />
      <CheckGroup {...form.at('of')} label={shareLabels.of} required options={categoryOptions} />
      <Columns>
        <NumberField {...form.at('numerator')} label={shareLabels.numerator} required />
        <NumberField {...form.at('denominator')} label={shareLabels.denominator} required />
      </Columns>
      <CheckBox {...form.at('binding')} label={shareLabels.binding} hint="不勾选时仅提示" />
      <Ends close={close} />
    </Form>
  )
}

const newFormRule: FormRule = {
  code: '',
  unit: '学时',
  options: [{ code: '1', label: '', tenthsPerUnit: 10 }],
  rankStepTenths: 0,
  capTenths: null,
  category: null,
  evidence: [],
  numberLabel: null,
  timeBased: false,
  declarable: true,
  note: '',
}
const formOptions = learningForms.map(({ code, label }) => ({ value: code, text: label }))

export function FormRuleFields({ whole, at, keep, close }: LineProps<FormRule>) {
  const form = useFormOf(FormRule, {
    start: whole.forms[at] ?? newFormRule,
    rules: (line) => issuesOf(whole, 'forms', at, line),
  })
  return (
    <Form form={form} label="学习形式" submit={async (line) => keep(line)}>
      <Select {...form.at('code')} label={formRuleLabels.code} required options={formOptions} />
      <Columns>
        <TextField {...form.at('unit')} label={formRuleLabels.unit} required width="short" />
        <HoursField
          {...form.at('capTenths')}
          label={formRuleLabels.capTenths}
          hint="不填：不限"
          emptyIsNull
        />
        <HoursField {...form.at('rankStepTenths')} label={formRuleLabels.rankStepTenths} required />
        <Select
          {...form.at('category')}
          label={formRuleLabels.category}
          emptyText="按课程"
          emptyIsNull
          options={categoryOptions}
        />
      </Columns>
      <Options form={form} />
      <LinesField {...form.at('evidence')} label={formRuleLabels.evidence} hint="每行一种" />
      <TextField
        {...form.at('numberLabel')}
        label={formRuleLabels.numberLabel}
        hint="例如 ISBN、专利号；不填：不要求编号"
        emptyIsNull
      />
      <TextField {...form.at('note')} label={formRuleLabels.note} width="full" />
      <CheckBox
        {...form.at('timeBased')}
        label={formRuleLabels.timeBased}
        hint="不能超过每日学时 × 天数"
      />
      <CheckBox {...form.at('declarable')} label={formRuleLabels.declarable} />
      <Ends close={close} />
    </Form>
  )
}

/** What one unit is worth, by kind or level. */
function Options({ form }: { form: FormOf<FormRule> }) {
  const { control } = form
  const list = useFieldArray({ control, name: 'options' })
  const nextCode = () =>
    String(Math.max(0, ...form.getValues('options').map(({ code }) => Number(code) || 0)) + 1)
  return (
    <fieldset className="form">
      <legend className="field-label">折算（只有一档时名称可不填）</legend>
      <ListFault {...form.at('options')} label={formRuleLabels.options} />
      {list.fields.length === 0 && <p>没有折算标准：学时由本人按课程或决定填写。</p>}
      {list.fields.map(({ id }, place) => (
        <div className="option-line" key={id}>
          <TextField {...form.at(`options.${place}.label`)} label={optionLabels(place).label} />
          <HoursField
            {...form.at(`options.${place}.tenthsPerUnit`)}
            label={optionLabels(place).tenthsPerUnit}
            required
          />
          <Button
            look="quiet"
            onMouseDown={keepFocus}
            aria-label={`删除第 ${place + 1} 档`}
            onClick={() => list.remove(place)}
          >
            删除
          </Button>
        </div>
      ))}
      <Row>
        <Button
          icon="plus"
          onMouseDown={keepFocus}
          unavailable={list.fields.length >= mostOptions && `最多 ${mostOptions} 档`}
          onClick={() => list.append({ code: nextCode(), label: '', tenthsPerUnit: 10 })}
        >
          添加一档
        </Button>
      </Row>
    </fieldset>
  )
}

const newChain: Chain = {
  yearFrom: null,
  yearTo: null,
  categories: [],
  series: [],
  forms: [],
  aboveTenths: null,
  offices: ['employer'],
}
const officeOptions = chainOffices.map((value) => ({ value, text: chainOfficeText[value] }))
const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))

export function ChainFields({ whole, at, keep, close }: LineProps<Chain>) {
  const start = whole.chains[at] ?? newChain
  const form = useFormOf(Chain, {
    start,
    // Whether the last line takes all is judged once the lines stand in their order.
    rules: (line) => {
      const { offices, ...issues } = issuesOf(whole, 'chains', at, line)
      return offices === 'TWICE' ? { ...issues, offices } : issues
    },
  })
  // What the set has no longer stands here too, so that it can be unticked.
  const codes = new Set([...whole.forms.map(({ code }) => code), ...start.forms])
  const known = [...codes].map((value) => ({ value, text: formText(value) }))
  return (
    <Form form={form} label="审核流程" submit={async (line) => keep(line)}>
      <CheckGroup
        {...form.at('offices')}
        label={chainLabels.offices}
        hint="依次经过勾选的部门，最后一个作出决定"
        required
        options={officeOptions}
      />
      <Columns>
        <NumberField
          {...form.at('yearFrom')}
          label={chainLabels.yearFrom}
          hint="不填：不限"
          emptyIsNull
          unit="年"
        />
        <NumberField
          {...form.at('yearTo')}
          label={chainLabels.yearTo}
          hint="不填：不限"
          emptyIsNull
          unit="年"
        />
        <HoursField
          {...form.at('aboveTenths')}
          label={chainLabels.aboveTenths}
          hint="不填：不限"
          emptyIsNull
        />
      </Columns>
      <CheckGroup
        {...form.at('categories')}
        label={chainLabels.categories}
        hint="不勾选：全部"
        options={categoryOptions}
      />
      <CheckGroup
        {...form.at('series')}
        label={chainLabels.series}
        hint="不勾选：全部"
        options={seriesOptions}
      />
      <CheckGroup
        {...form.at('forms')}
        label={chainLabels.forms}
        hint="不勾选：全部"
        options={known}
      />
      <Ends close={close} />
    </Form>
  )
}
