import {
  createDeclaration,
  DeclarationForm as Shape,
  declarationIssues,
  editDeclaration,
  listDeclarations,
  readDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { todayIn } from '@xueshi/contract/year'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useMove } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { Conflict } from './conflict.tsx'
import { CopyFormer, type Copied } from './copy-former.tsx'
import { Fields } from './fields.tsx'
import { useKeeper } from './kept.ts'
import { formOf, sameForm } from './record.ts'

export interface DeclarationFormProps {
  /** null: a new record. */
  record: Declaration | null
  saved: (record: Declaration) => void
  /** Told as the fields begin and cease to differ from what is saved. */
  changed: (dirty: boolean) => void
  actions?: ReactNode
}

/** 基本信息 of a record: typed values outlive a reload, and a record changed elsewhere is not overwritten. */
export function DeclarationForm({ record, saved, changed, actions }: DeclarationFormProps) {
  const today = useSession()?.site.today ?? todayIn(Date.now())
  const keeper = useKeeper(record?.id ?? 'new')
  const [kept] = useState(keeper.read)
  const [restored, setRestored] = useState(kept !== null)
  const [conflict, setConflict] = useState<Declaration | null>(null)
  const create = useMove(createDeclaration, { refresh: [listDeclarations] })
  const edit = useMove(editDeclaration, { refresh: [listDeclarations] })
  const form = useFormOf(Shape, {
    start: record ? formOf(record) : {},
    rules: (values) => declarationIssues(values, today),
  })

  // The version that the fields were filled from. An upload counts it up without touching them.
  const base = useRef(record)
  const keptVersion = useRef(kept?.version ?? null)
  if (record && base.current && sameForm(record, base.current)) base.current = record

  const { isDirty } = form.formState
  useEffect(() => changed(isDirty), [changed, isDirty])

  useEffect(() => {
    if (!kept) return
    for (const [name, value] of Object.entries(kept.values)) {
      const field = z.safeParse(FieldName, name)
      // What was typed may be wrong still: it goes back as it was, to be checked again.
      if (field.success) form.setValue(field.data, value as never, { shouldDirty: true })
    }
  }, [form, kept])

  const values = useWatch({ control: form.control })
  const version = keptVersion.current ?? base.current?.version ?? null
  useEffect(() => {
    if (isDirty) keeper.write({ version, values })
    // The keeper is made anew by each rendering over the same key.
    // eslint-disable-next-line react/exhaustive-deps
  }, [isDirty, version, values])

  const settle = (reply: Declaration) => {
    keeper.clear()
    keptVersion.current = null
    base.current = reply
    setRestored(false)
    setConflict(null)
    form.reset(formOf(reply))
    void queryClient.invalidateQueries({ queryKey: keyOf(readDeclaration) })
    saved(reply)
  }
  const submit = async (body: Shape) => {
    if (!record) return settle(await create.mutateAsync({ body }))
    const reply = await edit.mutateAsync({
      params: { id: record.id },
      body: { version: version ?? record.version, form: body },
    })
    settle(reply)
    toast('已保存')
  }
  const refused = (error: CallError) => {
    if (error.code !== 'STALE' && error.code !== 'WRONG_STATE') return false
    const current = z.safeParse(Current, error.current)
    if (!current.success) return false
    setConflict(error.current as Declaration) // what the endpoint's errors carry
    return true
  }
  const forget = () => {
    keeper.clear()
    keptVersion.current = null
    setRestored(false)
    form.reset(record ? formOf(record) : {})
  }
  const overwrite = (current: Declaration) => {
    keptVersion.current = null
    base.current = current
    setConflict(null)
    void form.handleSubmit(async (body) => {
      const reply = await edit.mutateAsync({
        params: { id: current.id },
        body: { version: current.version, form: body },
      })
      settle(reply)
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
      {restored && (
        <Notice
          title="已恢复上次没有保存的内容"
          actions={<Button onClick={forget}>{record ? '放弃，恢复为已保存的' : '清空重填'}</Button>}
        />
      )}
      {conflict && (
        <Conflict
          current={conflict}
          typed={values}
          takeCurrent={() => settle(conflict)}
          keepTyped={() => overwrite(conflict)}
        />
      )}
      <Form form={form} submit={submit} refused={refused} label="继续教育记录">
        <Fields form={form} today={today} />
        <FormActions>
          <SubmitButton look={record && !isDirty ? 'secondary' : 'primary'}>保存</SubmitButton>
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
const Current = z.object({ id: z.string(), version: z.int() })
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
