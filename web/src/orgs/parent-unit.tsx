import { askParent, leaveParent, listSubUnits, readParent } from '@xueshi/contract/orgs/sub-units'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { parentStateText, parentStateTone } from './text.ts'
import { findUnits } from './unit-fields.tsx'

const refresh = [readParent, listSubUnits]

/** 主管单位 of the unit, and its manager's ways to ask for one and to leave it. */
export function ParentUnit() {
  const read = useRead(readParent, {})
  const [asking, setAsking] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const own = read.data
  const ends = own?.open.includes('withdraw') ? '撤回申请' : '解除关系'
  return (
    <Card title="本单位的主管单位">
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : own === undefined ? (
        <Skeleton lines={2} />
      ) : (
        <>
          <p>
            {own.state === 'none' ? (
              parentStateText.none
            ) : (
              <Status tone={parentStateTone[own.state]}>{parentStateText[own.state]}</Status>
            )}
          </p>
          {own.parent && (
            <DefinitionList
              facts={[
                { term: '主管单位', value: own.parent.name },
                { term: '所在地区', value: own.parent.regionPath },
              ]}
            />
          )}
          <Row>
            {own.open.includes('ask') && (
              <Button onClick={() => setAsking(true)}>选择主管单位</Button>
            )}
            {(own.open.includes('withdraw') || own.open.includes('leave')) && (
              <Button onClick={() => setLeaving(true)}>{ends}</Button>
            )}
          </Row>
          <Dialog open={asking} close={() => setAsking(false)} title="选择主管单位">
            {asking && <AskForm version={own.version} close={() => setAsking(false)} />}
          </Dialog>
          <Leave
            open={leaving}
            verb={ends}
            version={own.version}
            name={own.parent?.name ?? ''}
            close={() => setLeaving(false)}
          />
        </>
      )}
    </Card>
  )
}

function AskForm({ version, close }: { version: number; close: () => void }) {
  const send = useMove(askParent, { refresh })
  const form = useFormOf(askParent.parts.body, { start: { version, parentId: '' } })
  return (
    <Form
      form={form}
      label="选择主管单位"
      submit={async (body) => {
        await send.mutateAsync({ body })
        toast('已提交，请等待主管单位确认')
        close()
      }}
    >
      <SearchField
        {...form.at('parentId')}
        label="主管单位"
        hint="按名称、拼音或代码查找；由其管理员确认"
        required
        search={findUnits}
        nothingFound="没有找到已注册的单位。"
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>提交</SubmitButton>
      </Row>
    </Form>
  )
}

function Leave({
  open,
  close,
  verb,
  version,
  name,
}: {
  open: boolean
  close: () => void
  verb: string
  version: number
  name: string
}) {
  const send = useMove(leaveParent, { refresh })
  const confirm = () =>
    send.mutate(
      { body: { version } },
      {
        onSuccess: () => toast('本单位现在没有主管单位'),
        onError: (error) => toast(textOf(error), 'error'),
        onSettled: close,
      },
    )
  return (
    <Confirm
      open={open}
      close={close}
      title={`${verb}？`}
      verb={verb}
      busy={send.isPending}
      confirm={confirm}
    >
      <p>{`${name} 会收到通知。`}</p>
    </Confirm>
  )
}
