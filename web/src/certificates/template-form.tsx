import {
  createTemplate,
  editTemplate,
  listTemplates,
  previewTemplate,
  readTemplate,
  shippedIssuer,
  shippedWording,
  type Template,
  TemplateForm,
} from '@xueshi/contract/certificates/templates'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { CancelButton, KeptForm } from '../ui/kept-form.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { SealField } from './seal-field.tsx'
import './certificates.css'

/** 新建 or 修改 of a template: the words by their places, and the seal. */
export default function EditTemplate() {
  const id = useOptionalPathParam('id')
  return id === undefined ? <New /> : <Standing id={id} />
}

/** A new one begins as what certificates are issued by today. */
function New() {
  const list = useRead(listTemplates, { query: {} })
  const current = list.data?.current
  const source = useRead(
    readTemplate,
    { params: { id: current?.id ?? '' } },
    { enabled: Boolean(current) },
  )
  const isReady = list.data && (!current || source.data)
  return (
    <Page title="新建证书模板" back={{ to: paths.certificateTemplates(), text: '模板与印章' }}>
      {list.error ? (
        <Card>
          <Failed error={list.error} retry={() => void list.refetch()} />
        </Card>
      ) : !isReady ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : (
        <Fields standing={null} source={source.data ?? null} reload={() => undefined} />
      )}
    </Page>
  )
}

function Standing({ id }: { id: string }) {
  const read = useRead(readTemplate, { params: { id } })
  const standing = read.data
  return (
    <Page title="修改证书模板" back={{ to: paths.certificateTemplate(id), text: '证书模板' }}>
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
          source={standing}
          reload={() => void read.refetch()}
        />
      ) : (
        <Notice
          tone="warn"
          title="这一版模板现在不能修改"
          actions={<ButtonLink to={paths.certificateTemplate(id)}>查看证书模板</ButtonLink>}
        />
      )}
    </Page>
  )
}

const shipped: TemplateForm = { ...shippedWording, issuer: shippedIssuer, sealId: null }

interface FieldsProps {
  standing: Template | null
  /** Where the words come from. */
  source: Template | null
  reload: () => void
}

function Fields({ standing, source, reload }: FieldsProps) {
  const go = useGo()
  const refresh = [listTemplates, readTemplate, previewTemplate]
  const create = useMove(createTemplate, { refresh })
  const edit = useMove(editTemplate, { refresh })
  // A seal of the office above stays with it.
  const isOwn = standing !== null || (source?.open.length ?? 0) > 0
  const start = source ? { ...source.form, sealId: isOwn ? source.form.sealId : null } : shipped
  const form = useFormOf(TemplateForm, { start })
  const save = async (values: TemplateForm) => {
    if (!standing) return create.mutateAsync({ body: values })
    const body = { version: standing.version, form: values }
    return edit.mutateAsync({ params: { id: standing.id }, body })
  }
  return (
    <Card>
      <KeptForm
        form={form}
        label="证书模板"
        keptAs={`template-${standing?.id ?? 'new'}-${standing?.version ?? 0}`}
        reload={reload}
        save={save}
        saved={({ id }) => {
          toast('已保存，请核对样张')
          go(paths.certificateTemplate(id))
        }}
      >
        <TextField {...form.at('title')} label="证书标题" hint="4 到 24 个字" required />
        <TextField {...form.at('subtitle')} label="副标题" hint="印在标题下面，可以不填" />
        <TextArea
          {...form.at('statement')}
          label="证明文字"
          hint="印在学时表上面，可以不填"
          limit={100}
        />
        <TextField
          {...form.at('issuer')}
          label="发证机关"
          hint="印在右下角，签发日期上面"
          required
        />
        <TextArea {...form.at('remark')} label="备注" hint="印在二维码旁边，可以不填" limit={80} />
        <SealField
          shownUrl={start.sealId === null ? null : (source?.sealUrl ?? null)}
          change={(sealId) => form.setValue('sealId', sealId, { shouldDirty: true })}
        />
        <FormActions>
          <SubmitButton>保存</SubmitButton>
          <CancelButton
            leave={() =>
              go(standing ? paths.certificateTemplate(standing.id) : paths.certificateTemplates())
            }
          />
        </FormActions>
      </KeptForm>
    </Card>
  )
}
