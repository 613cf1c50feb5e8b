import {
  type Batch,
  BatchForm,
  batchIssues,
  createBatch,
  DeclarationForm,
  editBatch,
  listBatches,
  readBatch,
} from '@xueshi/contract/declarations'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { useToday } from '../today.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { CancelButton, KeptForm } from '../ui/kept-form.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { Fields } from './fields.tsx'
import { formOf } from './record.ts'

/** 添加 or 修改 of a training that a unit declares; its papers and its people follow on its page. */
export default function EditBatch() {
  const id = useOptionalPathParam('id')
  return id === undefined ? (
    <Page
      title="添加批量申报"
      back={{ to: paths.batches(), text: '批量申报' }}
      lead="先填写这次培训，再上传证明材料和人员名单。"
      width="form"
    >
      <Training standing={null} reload={() => undefined} />
    </Page>
  ) : (
    <Standing id={id} />
  )
}

function Standing({ id }: { id: string }) {
  const read = useRead(readBatch, { params: { id } })
  const standing = read.data
  return (
    <Page title="修改批量申报" back={{ to: paths.batch(id), text: '查看批量申报' }} width="form">
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : !standing ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : standing.open.includes('edit') ? (
        <Training key={standing.version} standing={standing} reload={() => void read.refetch()} />
      ) : (
        <Notice
          tone="warn"
          title="已送审，不能修改"
          actions={<ButtonLink to={paths.batch(id)}>查看批量申报</ButtonLink>}
        />
      )}
    </Page>
  )
}

/** Training inside a unit is what most declare here. */
const usualForm = '17'

function Training({ standing, reload }: { standing: Batch | null; reload: () => void }) {
  const go = useGo()
  const today = useToday()
  const refresh = [listBatches, readBatch]
  const create = useMove(createBatch, { refresh })
  const edit = useMove(editBatch, { refresh })
  const form = useFormOf(DeclarationForm, {
    start: standing ? formOf(standing) : { form: usualForm },
    rules: (values) => batchIssues(values, today),
  })
  const save = async (typed: DeclarationForm) => {
    const values = BatchForm.parse(typed)
    if (!standing) return create.mutateAsync({ body: values })
    const body = { version: standing.version, form: values }
    return edit.mutateAsync({ params: { id: standing.id }, body })
  }
  return (
    <Card title="培训信息">
      <KeptForm
        form={form}
        label="批量申报"
        keptAs={`batch-${standing?.id ?? 'new'}-${standing?.version ?? 0}`}
        reload={reload}
        save={save}
        saved={({ id }) => {
          toast('已保存，请上传证明材料和人员名单')
          go(paths.batch(id))
        }}
      >
        <Fields form={form} today={today} together />
        <FormActions>
          <SubmitButton>保存</SubmitButton>
          <CancelButton leave={() => go(standing ? paths.batch(standing.id) : paths.batches())} />
        </FormActions>
      </KeptForm>
    </Card>
  )
}
