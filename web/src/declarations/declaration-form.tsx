import {
  createDeclaration,
  DeclarationForm as Shape,
  declarationIssues,
  listDeclarations,
  type Declaration,
} from '@xueshi/contract/declarations'
import { useEffect, useState, type ReactNode } from 'react'
import { type DefaultValues, useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { useToday } from '../today.ts'
import { Button } from '../ui/button.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { RecordConflict } from './conflict.tsx'
import { CopyFormer, type Copied } from './copy-former.tsx'
import { currentOf, type Standing, useDraft } from './draft.ts'
import { Fields } from './fields.tsx'
import { useKeeper } from './kept.ts'
import { formOf } from './record.ts'
import { SavedLine } from './saved-line.tsx'

export interface DeclarationFormProps {
  /** null: a new record. */
  record: Declaration | null
  /** What a new one opens with. */
  chosen?: DefaultValues<Shape>
  /** Under which what is typed into a new one is kept: one that began otherwise is another. */
  keptAs?: string
  saved?: (record: Declaration) => void
  /** Told where what stands in the fields is. */
  stands?: (standing: Standing) => void
  actions?: ReactNode
}

/** 基本信息 of a record: saved as it is typed once it stands, and never over what changed elsewhere. */
export function DeclarationForm({
  record,
  chosen = {},
  keptAs = 'new',
  saved,
  stands,
  actions,
}: DeclarationFormProps) {
  const today = useToday()
  const keeper = useKeeper(record?.id ?? keptAs)
  const [kept] = useState(keeper.read)
  const [restored, setRestored] = useState(kept !== null)
  const [conflict, setConflict] = useState<Declaration | null>(null)
  const create = useMove(createDeclaration, { refresh: [listDeclarations] })
  const form = useFormOf(Shape, {
    start: record ? formOf(record) : chosen,
    rules: (values) => declarationIssues(values, today),
  })
  const { isDirty } = form.formState
  const values = useWatch({ control: form.control })
  const overtaken = { by: conflict, set: setConflict }
  const { standing, base, save, adopt } = useDraft({ record, kept, values, today, overtaken })
  const unsaved = record ? standing !== 'saved' : isDirty

  useEffect(() => stands?.(standing), [stands, standing])
  useEffect(() => {
    if (!kept) return
    for (const [name, value] of Object.entries(kept.values)) {
      const field = z.safeParse(FieldName, name)
      // What was typed may be wrong still: it goes back as it was, to be checked again.
      if (field.success) form.setValue(field.data, value as never, { shouldDirty: true })
    }
  }, [form, kept])
  const version = base?.version ?? null
  useEffect(() => {
    if (unsaved) keeper.write({ version, over: base?.form ?? null, values })
    else if (record) keeper.clear()
    // The keeper is made anew by each rendering over the same key; the form is that of the version.
    // eslint-disable-next-line react/exhaustive-deps
  }, [unsaved, version, values])

  const settle = (reply: Declaration) => {
    keeper.clear()
    adopt(reply)
    setRestored(false)
    setConflict(null)
    form.reset(formOf(reply))
    saved?.(reply)
  }
  const submit = async (body: Shape) => {
    if (!record) return settle(await create.mutateAsync({ body }))
    settle(await save(body))
    toast('已保存')
  }
  const refused = (error: CallError) => {
    const current = currentOf(error)
    if (current) setConflict(current)
    return current !== null
  }
  const forget = () => {
    keeper.clear()
    setRestored(false)
    if (record) adopt(record)
    form.reset(record ? formOf(record) : chosen)
  }
  const overwrite = (current: Declaration) => {
    adopt(current)
    setConflict(null)
    void form.handleSubmit(async (body) => {
      settle(await save(body))
      toast('已按您填写的内容保存')
    })()
  }
  const copy = (copied: Copied) => {
    for (const name of copiedNames)
      form.setValue(name, copied[name], { shouldDirty: true, shouldValidate: true })
    toast('已填入，请补充学习时间')
  }

  return (
    <Card title="基本信息" actions={!record && <CopyFormer copy={copy} />}>
      {restored && (!record || standing === 'unfinished') && (
        <Notice
          title="已恢复上次没有保存的内容"
          actions={<Button onClick={forget}>{record ? '放弃，恢复为已保存的' : '清空重填'}</Button>}
        />
      )}
      {conflict && (
        <RecordConflict
          current={conflict}
          typed={values}
          takeCurrent={() => settle(conflict)}
          keepTyped={() => overwrite(conflict)}
        />
      )}
      <Form form={form} submit={submit} refused={refused} label="继续教育记录">
        <Fields form={form} today={today} />
        <FormActions>
          <SubmitButton look={unsaved || !record ? 'primary' : 'secondary'}>保存</SubmitButton>
          {record && <SavedLine standing={standing} savedAt={record.updatedAt} />}
          {actions ?? (
            <ButtonLink look="quiet" to={paths.declarations()}>
              返回列表
            </ButtonLink>
          )}
        </FormActions>
      </Form>
    </Card>
  )
}

const FieldName = z.keyof(Shape)
const copiedNames = [
  'name',
  'category',
  'form',
  'institution',
  'option',
  'units',
  'rank',
  'claimedTenths',
] as const
