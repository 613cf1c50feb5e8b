import {
  type Correction,
  CorrectionForm,
  correctionIssues,
  correctionKinds,
} from '@xueshi/contract/corrections'
import { countries } from '@xueshi/contract/dictionaries/countries'
import { documentTypeLabel, documentTypesFor } from '@xueshi/contract/document-number'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { numberHints } from '../accounts/registration-sections.tsx'
import { useSession } from '../session.ts'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, type FormOf, useFormOf } from '../ui/form.tsx'
import { Columns } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { RegionField } from '../orgs/region-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { kindHint, kindText } from './text.ts'

const empty: CorrectionForm = {
  kind: 'name',
  name: null,
  country: 'CHN',
  documentType: 'residentId',
  documentNumber: null,
  otherUserName: null,
  grounds: '',
  regionCode: null,
}
/** What is asked for: the kind is settled with the first saving, the rest until it is sent. */
export function CorrectionFields({
  start,
  hasUnit,
  verb,
  save,
}: {
  start: Correction['form']
  /** The employer says which office decides; others name a place. */
  hasUnit: boolean
  verb: string
  save: (form: CorrectionForm) => Promise<unknown>
}) {
  const today = useSession()?.site.today ?? ''
  const form = useFormOf(CorrectionForm, {
    start: start ? { ...start, country: start.country ?? 'CHN' } : empty,
    rules: (values) => ({
      ...correctionIssues(values, today),
      ...(!hasUnit && values.regionCode === null && { regionCode: 'REQUIRED' }),
    }),
  })
  const kind = useWatch({ control: form.control, name: 'kind' })
  return (
    <Form form={form} submit={save} label="更正申请">
      {start === null && (
        <RadioGroup
          {...form.at('kind')}
          label="申请事项"
          required
          options={correctionKinds.map((value) => ({
            value,
            text: kindText[value],
            hint: kindHint[value],
          }))}
        />
      )}
      {kind === 'name' && (
        <TextField
          {...form.at('name')}
          label="更正后的姓名"
          hint="与有效证件上的姓名一致"
          required
          emptyIsNull
          autoComplete="off"
        />
      )}
      {kind === 'document' && <DocumentFields form={form} />}
      {kind === 'merge' && (
        <TextField
          {...form.at('otherUserName')}
          label="要并入的另一个账号"
          hint="填写它的登录账号、已验证的手机号码或证件号码。合并后另一个账号不能再登录，其中的记录和学时转入现在的账号"
          required
          emptyIsNull
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
        />
      )}
      <TextArea
        {...form.at('grounds')}
        label="申请理由"
        hint="写明哪里有误、因何变更"
        required
        limit={500}
      />
      {!hasUnit && (
        <RegionField
          {...form.at('regionCode')}
          label="受理地区"
          hint="您还没有经确认的工作单位，请选择由哪里的人社部门办理"
          required
        />
      )}
      <FormActions>
        <SubmitButton look={start === null ? 'primary' : 'secondary'}>{verb}</SubmitButton>
      </FormActions>
    </Form>
  )
}

function DocumentFields({ form }: { form: FormOf<CorrectionForm> }) {
  const [country, documentType] = useWatch({
    control: form.control,
    name: ['country', 'documentType'],
  })
  const offered = documentTypesFor(country ?? 'CHN')
  const [first = 'residentId'] = offered
  const isOffered = documentType !== null && offered.includes(documentType)
  useEffect(() => {
    if (!isOffered) form.setValue('documentType', first)
  }, [isOffered, first, form])
  return (
    <Columns>
      <Select
        {...form.at('country')}
        label="国家/地区"
        required
        options={countries().map(({ code, label }) => ({ value: code, text: label }))}
      />
      <Select
        // The options change with the country: a new element takes the value that was set for it.
        key={country}
        {...form.at('documentType')}
        label="证件类型"
        required
        options={offered.map((type) => ({ value: type, text: documentTypeLabel(type) }))}
      />
      <TextField
        {...form.at('documentNumber')}
        label="证件号码"
        hint={numberHints[documentType ?? first]}
        required
        emptyIsNull
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
      />
    </Columns>
  )
}
