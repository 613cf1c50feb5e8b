import { readHome } from '@xueshi/contract/insight'
import {
  listTransfers,
  objectToTransfer,
  overruleTransfer,
  releaseTransfer,
  type Transfer,
  upholdTransfer,
} from '@xueshi/contract/people/transfers'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useOwnKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { transferStateText, transferStateTone } from './text.ts'

const refresh = [listTransfers, readHome]
type Act = Transfer['open'][number]
const actText: Record<Act, string> = {
  release: '同意转出',
  object: '提出异议',
  overrule: '异议不成立',
  uphold: '异议成立',
  lapse: '',
  cancel: '',
}

/** 转出申请 at the former unit, 转出异议 at the office that decides; most urgent first. */
export function Transfers({ title, empty }: { title: string; empty: string }) {
  const keyset = useOwnKeyset()
  const list = useRead(listTransfers, { query: { after: keyset.after } }, { keep: true })
  const [open, setOpen] = useState<Transfer | null>(null)
  return (
    <Card title={title}>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption={title}
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          current={open?.id ?? null}
          empty={<Empty icon="check" title={empty} />}
          columns={[
            { head: '姓名', title: true, tight: true, cell: (row) => row.personName },
            { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
            { head: '原单位', cell: (row) => row.formerUnitName },
            { head: '转往单位', cell: (row) => row.newUnitName },
            {
              head: '状态',
              tight: true,
              cell: ({ state }) => (
                <Status tone={transferStateTone[state]}>{transferStateText[state]}</Status>
              ),
            },
            { head: '办理期限', tight: true, cell: (row) => row.decideDueOn ?? row.dueOn },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <Button onClick={() => setOpen(row)} aria-label={`办理 ${row.personName}`}>
                  办理
                </Button>
              ),
            },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
      {open && <Decide key={open.id} transfer={open} close={() => setOpen(null)} />}
    </Card>
  )
}

const Reason = z.object({ reason: objectToTransfer.parts.body.shape.reason })

/** The facts in a drawer, with what may be done always in sight below them. */
function Decide({ transfer, close }: { transfer: Transfer; close: () => void }) {
  const { id, version, open } = transfer
  const [writing, setWriting] = useState<Exclude<Act, 'release' | 'lapse' | 'cancel'> | null>(null)
  const release = useMove(releaseTransfer, { refresh })
  const moves = {
    object: useMove(objectToTransfer, { refresh }),
    overrule: useMove(overruleTransfer, { refresh }),
    uphold: useMove(upholdTransfer, { refresh }),
  }
  const form = useFormOf(Reason, { start: { reason: '' } })
  const agree = () =>
    release.mutate(
      { params: { id }, body: { version } },
      {
        onSuccess: () => {
          toast(`已同意 ${transfer.personName} 转出`)
          close()
        },
        onError: (error) => toast(textOf(error), 'error'),
      },
    )
  return (
    <Drawer
      open
      close={close}
      title="工作单位变更"
      actions={
        !writing && (
          <>
            {(['object', 'overrule', 'uphold'] as const).map(
              (act) =>
                open.includes(act) && (
                  <Button key={act} onClick={() => setWriting(act)}>
                    {actText[act]}
                  </Button>
                ),
            )}
            {open.includes('release') && (
              <Button look="primary" busy={release.isPending} onClick={agree}>
                同意转出
              </Button>
            )}
          </>
        )
      }
    >
      {writing && (
        <Form
          form={form}
          label={actText[writing]}
          submit={async ({ reason }) => {
            await moves[writing].mutateAsync({ params: { id }, body: { version, reason } })
            toast(writing === 'object' ? '异议已提交人社部门裁定' : '裁定已作出')
            close()
          }}
        >
          <TextArea
            {...form.at('reason')}
            label={writing === 'object' ? '异议理由' : '裁定理由'}
            required
            limit={500}
            hint="对方会看到这段文字"
          />
          <FormActions>
            <SubmitButton busy={moves[writing].isPending}>{actText[writing]}</SubmitButton>
            <Button onClick={() => setWriting(null)}>返回</Button>
          </FormActions>
        </Form>
      )}
      <DefinitionList
        facts={[
          { term: '姓名', value: transfer.personName },
          { term: '证件号码', value: transfer.documentNumberMasked },
          { term: '原单位', value: transfer.formerUnitName },
          { term: '转往单位', value: transfer.newUnitName },
          { term: '新单位', value: transfer.accepted ? '已确认' : '尚未确认' },
          { term: '提出异议的期限', value: transfer.dueOn },
          { term: '异议理由', value: transfer.objection },
          { term: '裁定期限', value: transfer.decideDueOn },
        ].filter(({ value }) => value !== null)}
      />
    </Drawer>
  )
}
