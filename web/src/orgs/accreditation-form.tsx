import { categoryText } from '@xueshi/contract/dictionaries/categories'
import * as z from 'zod/mini'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  type Accreditation,
  AccreditationForm,
  applyForAccreditation,
  readOwnAccreditations,
  resubmitAccreditation,
  taught,
} from '@xueshi/contract/orgs/accreditations'
import { addPaper, listPapers, PaperIds, removePaper } from '@xueshi/contract/orgs/papers'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { NumberField } from '../ui/number-field.tsx'
import { Card, Columns } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { PaperField } from './paper-field.tsx'

const Written = z.object({
  form: AccreditationForm,
  paperIds: PaperIds.check(z.minLength(1)),
})
const refresh = [readOwnAccreditations, listPapers]
const categoryOptions = taught.map((value) => ({ value, text: categoryText[value] }))
const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))

export interface AccreditationFormProps {
  /** What the form begins with. */
  former: Accreditation | null
  /** The application that came back, where this one is that one corrected. */
  returned: Accreditation | null
  close: () => void
}

/** 申请施教机构资质, or the one that came back corrected. */
export function AccreditationFormCard({ former, returned, close }: AccreditationFormProps) {
  const query = { purpose: 'accreditation' } as const
  const list = useRead(listPapers, { query })
  const place = useMove(addPaper)
  const remove = useMove(removePaper, { refresh: [listPapers] })
  const apply = useMove(applyForAccreditation, { refresh })
  const resubmit = useMove(resubmitAccreditation, { refresh })
  const form = useFormOf(Written, { start: startOf(former) })
  const forget = useKept(form, `accreditation:${returned?.id ?? 'new'}:${returned?.version ?? 0}`)
  // What the returned application holds stays with it.
  const kept = returned?.papers ?? []
  const items = [...kept, ...(list.data?.items ?? [])]
  const submit = async (body: z.output<typeof Written>) => {
    if (returned) {
      const { id, version } = returned
      await resubmit.mutateAsync({ params: { id }, body: { ...body, version } })
    } else await apply.mutateAsync({ body })
    forget()
    toast('申请已提交，请等待审核')
    close()
  }
  return (
    <Card title={returned ? '修改资质申请' : '申请施教机构资质'}>
      <Form form={form} submit={submit} label="申请施教机构资质">
        <CheckGroup
          columns
          {...form.at('form.categories')}
          label="课程类型"
          hint="申请施教的课程类型，可多选"
          required
          options={categoryOptions}
        />
        <CheckGroup
          columns
          {...form.at('form.series')}
          label="专业系列"
          hint="专业课面向的系列；不勾选表示不限系列"
          options={seriesOptions}
        />
        <Columns>
          <TextField {...form.at('form.address')} label="培训地点" required maxLength={200} />
          <NumberField {...form.at('form.teachers')} label="专兼职教师" unit="人" required />
          <NumberField {...form.at('form.places')} label="同时培训规模" unit="人" required />
        </Columns>
        <TextArea
          {...form.at('form.about')}
          label="办学条件"
          hint="场地设施、师资、管理制度和以往培训情况"
          required
          limit={1000}
        />
        <PaperField
          {...form.at('paperIds')}
          label="证明材料"
          hint="场地证明、师资名册、管理制度等，PDF、JPG 或 PNG，每份不超过 10 MB，最多 10 份"
          required
          papers={{
            items,
            place: (body) => place.mutateAsync({ body: { ...body, ...query } }),
            remove: (id) => remove.mutateAsync({ params: { id } }),
            reload: () => list.refetch(),
            kept: kept.map(({ id }) => id),
          }}
        />
        <FormActions>
          <SubmitButton busy={apply.isPending || resubmit.isPending}>提交申请</SubmitButton>
          <Button
            onClick={() => {
              forget()
              close()
            }}
          >
            取消
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

const noIds: string[] = []
const startOf = (former: Accreditation | null): z.output<typeof Written> => ({
  form: former?.form ?? {
    categories: [],
    series: [],
    address: '',
    // An empty field is no number yet.
    teachers: Number.NaN,
    places: Number.NaN,
    about: '',
  },
  paperIds: noIds,
})
