import {
  reliefReason,
  reliefReasons,
  reliefReasonsNote,
} from '@xueshi/contract/dictionaries/relief-reasons'
import {
  createExemption,
  editExemption,
  type Exemption,
  ExemptionForm,
  exemptionIssues,
  exemptionKinds,
  listExemptions,
  readExemption,
} from '@xueshi/contract/ledger'
import { useEffect, useRef } from 'react'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { CancelButton, KeptForm } from '../ui/kept-form.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { exemptionKindText } from './exemption-text.ts'

/** 添加 or 修改 of an application; its papers are put in on the application's page. */
export default function EditExemption() {
  const id = useOptionalPathParam('id')
  const thisYear = Number(useSession()?.site.today.slice(0, 4) ?? 2026)
  return id === undefined ? (
    <Page title="添加免修减免申请" back={{ to: paths.exemptions(), text: '免修减免申请' }}>
      <Fields standing={null} thisYear={thisYear} reload={() => undefined} />
    </Page>
  ) : (
    <Standing id={id} thisYear={thisYear} />
  )
}

function Standing({ id, thisYear }: { id: string; thisYear: number }) {
  const read = useRead(readExemption, { params: { id } })
  const standing = read.data
  return (
    <Page title="修改免修减免申请" back={{ to: paths.exemption(id), text: '查看免修减免申请' }}>
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : !standing ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : standing.open.includes('edit') ? (
        <Fields
          key={standing.version}
          standing={standing}
          thisYear={thisYear}
          reload={() => void read.refetch()}
        />
      ) : (
        <Notice
          tone="warn"
          title="这份申请现在不能修改"
          actions={<ButtonLink to={paths.exemption(id)}>查看免修减免申请</ButtonLink>}
        />
      )}
    </Page>
  )
}

const reasonOptions = reliefReasons.map(({ code, label }) => ({ value: code, text: label }))
const kindOptions = exemptionKinds.map((value) => ({ value, text: exemptionKindText[value] }))

interface FieldsProps {
  standing: Exemption | null
  thisYear: number
  reload: () => void
}

function Fields({ standing, thisYear, reload }: FieldsProps) {
  const go = useGo()
  const refresh = [listExemptions, readExemption]
  const create = useMove(createExemption, { refresh })
  const edit = useMove(editExemption, { refresh })
  const form = useFormOf(ExemptionForm, {
    start: standing ?? { year: thisYear, reason: '', startOn: '', endOn: '', words: '' },
    rules: (values) => exemptionIssues(values, thisYear),
  })
  const reason = form.watch('reason')
  const usual = reliefReason(reason)
  const last = useRef(reason)
  // Another reason opens at what is usual for it; the person may choose otherwise.
  useEffect(() => {
    if (last.current === reason) return
    last.current = reason
    if (usual) form.setValue('kind', usual.usual)
  }, [form, reason, usual])
  const save = async (values: ExemptionForm) => {
    if (!standing) return create.mutateAsync({ body: values })
    const body = { version: standing.version, form: values }
    return edit.mutateAsync({ params: { id: standing.id }, body })
  }
  return (
    <Card>
      <KeptForm
        form={form}
        label="免修减免申请"
        keptAs={`exemption-${standing?.id ?? 'new'}-${standing?.version ?? 0}`}
        reload={reload}
        save={save}
        saved={({ id }) => {
          toast('已保存，请上传证明材料后送审')
          go(paths.exemption(id))
        }}
      >
        <NumberField {...form.at('year')} label="年度" required unit="年" />
        <Select
          {...form.at('reason')}
          label="事由"
          hint={reliefReasonsNote}
          required
          options={reasonOptions}
        />
        {usual && <p className="field-hint">{`通常需要：${usual.evidence.join('、')}。`}</p>}
        <RadioGroup {...form.at('kind')} label="申请类型" required options={kindOptions} />
        <DateField {...form.at('startOn')} label="开始日期" required />
        <DateField {...form.at('endOn')} label="结束日期" required />
        <TextArea {...form.at('words')} label="情况说明" required limit={500} />
        <FormActions>
          <SubmitButton>保存</SubmitButton>
          <CancelButton
            leave={() => go(standing ? paths.exemption(standing.id) : paths.exemptions())}
          />
        </FormActions>
      </KeptForm>
    </Card>
  )
}
