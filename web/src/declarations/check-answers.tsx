import {
  listDeclarations,
  readDeclaration,
  submitDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { useEffect, useState } from 'react'
import { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { SummaryList } from '../ui/facts.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { useGo } from '../url.ts'
import { Checks } from './checks.tsx'
import { useOptionText } from './counting.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { Gain } from './gain.tsx'
import { answeredNames, fieldText, valueText } from './record.ts'

/** 检查并送审: every answer with a way back to it, what was found, what it would bring, then [送审]. */
export function CheckAnswers({ record }: { record: Declaration }) {
  const go = useGo()
  const [refusal, setRefusal] = useState<unknown>(null)
  const send = useMove(submitDeclaration, { refresh: [listDeclarations, readDeclaration] })
  // From the record's own page it opens at the same address: the link that was pressed is gone.
  useEffect(() => {
    if (document.activeElement !== document.body) return
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [])
  const edit = paths.editDeclaration(record.id)
  const option = useOptionText(record)
  const stopped = record.checks.some(({ level }) => level === 'error')
  const { id, version } = record
  const submit = async () => {
    setRefusal(null)
    try {
      await send.mutateAsync({ params: { id }, body: { version } })
      go(`${paths.declaration(id)}?view=sent`, { replace: true })
    } catch (error) {
      setRefusal(error)
      await queryClient.invalidateQueries({ queryKey: keyOf(readDeclaration) })
    }
  }
  return (
    <Page
      title="检查并送审"
      lead={
        record.reviewedFirst === 'above'
          ? '请核对以下内容。'
          : '请核对以下内容。送审后、审核开始前可以撤回修改。'
      }
      back={{ to: edit, text: '返回修改' }}
      width="form"
    >
      {refusal !== null && <Refused error={refusal} />}
      {record.reviewedFirst === 'above' && (
        <Notice title="送审后由上级审核">
          您所在单位没有其他人可以审核这条记录，本人不能审核自己的记录，因此送审后直接由上级主管部门审核。
        </Notice>
      )}
      <Checks checks={record.checks} none="检查完毕，没有发现问题。" />
      <Card title="基本信息">
        <SummaryList
          facts={answeredNames(record)
            .map((name) => ({
              term: fieldText[name],
              value: name === 'option' ? option : valueText(name, record[name]),
              change: edit,
            }))
            .filter(({ value }) => value !== '')}
        />
      </Card>
      <Card title="附件" actions={<ButtonLink to={edit}>修改附件</ButtonLink>}>
        <EvidenceList record={record} />
      </Card>
      <Gain record={record} />
      <FormActions>
        <Button
          look="primary"
          icon="send"
          busy={send.isPending}
          unavailable={stopped && '请先改正上面列出的问题'}
          onClick={() => void submit()}
        >
          送审
        </Button>
        <ButtonLink to={edit}>返回修改</ButtonLink>
      </FormActions>
    </Page>
  )
}

/** Why 送审 was refused. The page has read the record again, so that what it shows is what is. */
function Refused({ error }: { error: unknown }) {
  const code = error instanceof CallError ? error.code : null
  if (code === 'STALE')
    return (
      <Notice tone="warn" live title="内容刚刚有变化，尚未送审">
        下面已是最新内容，请核对后再次点“送审”。
      </Notice>
    )
  if (code === 'PROFILE_NOT_CONFIRMED')
    return (
      <Notice
        tone="error"
        live
        title="尚未送审"
        actions={<ButtonLink to={paths.profile()}>查看人员基本信息</ButtonLink>}
      >
        {textOf(error)}
      </Notice>
    )
  return (
    <Notice tone="error" live title="尚未送审">
      {textOf(error)}
    </Notice>
  )
}
