import {
  type Case,
  CaseForm,
  caseIssues,
  type CaseKind,
  caseKinds,
  createCase,
  editCase,
  listCases,
  mayHaveDone,
  readCase,
  searchSubjects,
  type SubjectKind,
  subjectKinds,
} from '@xueshi/contract/integrity'
import { useEffect } from 'react'
import { paths } from '../paths.ts'
import { ask, useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { CheckBox, RadioGroup, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { Card, Page } from '../ui/page.tsx'
import { type Found, SearchField } from '../ui/search-field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { useGo, useOptionalPathParam, usePortalKind } from '../url.ts'
import { caseKindText, subjectText } from './text.ts'
import { YearBoxes } from './year-boxes.tsx'

const subjectOptions = subjectKinds.map((value) => ({ value, text: subjectText[value] }))

const findSubjects =
  (kind: SubjectKind) =>
  async (search: string, signal: AbortSignal): Promise<Found[]> => {
    const { items } = await ask(searchSubjects, { query: { kind, search } }, signal)
    return items.map(({ id, name, detail }) => ({ value: id, text: name, detail }))
  }

/** 登记失信信息, or its draft written anew. */
export default function CaseFormPage() {
  const id = useOptionalPathParam('id')
  const today = useSession()?.site.today
  const reading = useRead(readCase, { params: { id: id ?? '' } }, { enabled: id !== undefined })
  const former = id === undefined ? null : reading.data
  return (
    <Page title={id === undefined ? '登记失信信息' : '修改失信信息'} back={useBack()}>
      {reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : former === undefined || today === undefined ? (
        <Card>
          <Skeleton lines={8} />
        </Card>
      ) : (
        <Entry key={former?.version ?? 0} former={former} today={today} />
      )}
    </Page>
  )
}

const useBack = () => ({ to: paths.cases(usePortalKind() ?? 'hrss'), text: '失信管理' })

/** What belongs to another kind of subject was chosen before the kind was changed, and is not shown. */
const withoutOthers = (kind: SubjectKind | undefined) => ({
  ...(kind !== 'person' && { suspendedYears: [] }),
  ...(kind !== 'institution' && { noPublishing: false }),
})

function Entry({ former, today }: { former: Case | null; today: string }) {
  const portal = usePortalKind() ?? 'hrss'
  const go = useGo()
  const account = useSession()?.account?.id ?? ''
  const refresh = [listCases, readCase]
  const create = useMove(createCase, { refresh })
  const edit = useMove(editCase, { refresh })
  const form = useFormOf(CaseForm, {
    start: former ?? {
      subjectKind: 'person',
      subjectId: '',
      facts: '',
      suspendedYears: [],
      noPublishing: false,
      endsOn: null,
    },
    rules: (values) => caseIssues({ ...values, ...withoutOthers(values.subjectKind) }, today),
  })
  const forget = useKept(form, `case:${account}:${former?.id ?? 'new'}:${former?.version ?? 0}`)
  const kind: SubjectKind = form.watch('subjectKind')
  const { subscribe, setValue } = form
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        // Whoever was picked is of the former kind.
        callback: ({ name }) => name === 'subjectKind' && setValue('subjectId', ''),
      }),
    [subscribe, setValue],
  )
  const kinds = caseKinds.filter((each: CaseKind) => mayHaveDone(each, kind))
  const submit = async (values: CaseForm) => {
    const body = { ...values, ...withoutOthers(kind) }
    const saved = former
      ? await edit.mutateAsync({
          params: { id: former.id },
          body: { version: former.version, form: body },
        })
      : await create.mutateAsync({ body })
    forget()
    go(paths.case(portal, saved.id))
  }
  return (
    <Form form={form} submit={submit} label="失信信息">
      <Card title="失信人">
        <RadioGroup
          {...form.at('subjectKind')}
          label="失信人类型"
          required
          options={subjectOptions}
        />
        <SearchField
          key={kind}
          {...form.at('subjectId')}
          label="失信人名称"
          hint={kind === 'person' ? '输入姓名查找本部门管辖单位的人员' : '输入单位名称查找'}
          required
          search={findSubjects(kind)}
          startText={former?.subjectKind === kind ? former.subjectName : ''}
          nothingFound="没有找到。请核对名称，或确认其属于本部门管辖。"
        />
      </Card>
      <Card title="事实">
        <Select
          {...form.at('kind')}
          label="失信内容"
          required
          options={kinds.map((value) => ({ value, text: caseKindText(value) }))}
        />
        <TextArea
          {...form.at('facts')}
          label="事实与依据"
          hint="写明时间、经过和认定依据，当事人会看到这段话；不要写证件号码等个人信息"
          required
          limit={2000}
        />
      </Card>
      <Card title="影响">
        {kind === 'person' && (
          <YearBoxes {...form.at('suspendedYears')} label="暂缓认证的年度" today={today} />
        )}
        {kind === 'institution' && (
          <CheckBox
            {...form.at('noPublishing')}
            label="停止发布培训班"
            hint="生效期间不能开放报名"
          />
        )}
        <DateField
          {...form.at('endsOn')}
          label="有效期至"
          hint="不填则在撤销之前一直有效"
          emptyIsNull
        />
      </Card>
      <FormActions>
        <SubmitButton busy={create.isPending || edit.isPending}>保存</SubmitButton>
        <Button
          onClick={() => {
            forget()
            go(former ? paths.case(portal, former.id) : paths.cases(portal))
          }}
        >
          取消
        </Button>
      </FormActions>
    </Form>
  )
}
