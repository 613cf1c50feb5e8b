import {
  type Invitation,
  InvitationForm,
  invitationIssues,
  invite,
  listInvitations,
  revokeInvitation,
} from '@xueshi/contract/orgs/invitations'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, type FormOf, useFormOf } from '../ui/form.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { LevelChoice } from './level-choice.tsx'
import { invitationStateText, invitationStateTone, levelText } from './text.ts'

const refresh = [listInvitations]

/** 员工邀请: whom the unit has asked, and what they said. */
export function Invitations({ inPerson }: { inPerson: boolean }) {
  const list = useRead(listInvitations, {}, { refetchSeconds: 60 })
  const [asking, setAsking] = useState(false)
  const [revoking, setRevoking] = useState<Invitation | null>(null)
  return (
    <Card
      title="员工邀请"
      actions={
        <Button icon="plus" onClick={() => setAsking(true)}>
          邀请员工
        </Button>
      }
    >
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <InvitationTable rows={list.data?.items} revoke={setRevoking} />
      )}
      <Dialog open={asking} close={() => setAsking(false)} title="邀请员工">
        {asking && <InviteForm clerksOnly={!inPerson} close={() => setAsking(false)} />}
      </Dialog>
      <Revoke invitation={revoking} close={() => setRevoking(null)} />
    </Card>
  )
}

/** What was sent, with the way to take it back. */
export function InvitationTable({
  rows,
  revoke,
}: {
  rows: Invitation[] | undefined
  revoke: (invitation: Invitation) => void
}) {
  return (
    <Table
      caption="员工邀请"
      rows={rows}
      keyOf={(row) => row.id}
      empty={
        <p>
          还没有发出邀请。对方有账号的，填写姓名和用户名即可；没有账号的，把邀请链接发到手机或邮箱。
        </p>
      }
      columns={[
        { head: '姓名', title: true, tight: true, cell: (row) => row.name },
        { head: '身份', tight: true, cell: (row) => levelText[row.level] },
        { head: '发往', cell: (row) => row.addressMasked ?? '本系统账号' },
        { head: '发出时间', tight: true, cell: (row) => formatInstant(row.at) },
        { head: '有效期至', tight: true, cell: (row) => formatInstant(row.expiresAt) },
        {
          head: '状态',
          tight: true,
          cell: (row) => (
            <Status tone={invitationStateTone[row.state]}>{invitationStateText[row.state]}</Status>
          ),
        },
        {
          head: '操作',
          tight: true,
          cell: (row) =>
            row.open.includes('revoke') ? (
              <Button look="quiet" onClick={() => revoke(row)} aria-label={`撤回 ${row.name}`}>
                撤回
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}

function InviteForm({ clerksOnly, close }: { clerksOnly: boolean; close: () => void }) {
  const send = useMove(invite, { refresh })
  const form = useFormOf(InvitationForm, {
    start: { way: 'account', name: '', address: '', level: 'clerk' },
    rules: invitationIssues,
  })
  const submit = async (body: InvitationForm) => {
    await send.mutateAsync({ body })
    toast(`已邀请 ${body.name}`)
    close()
  }
  return (
    <Form form={form} submit={submit} label="邀请员工">
      <InvitationFields form={form} />
      <LevelChoice at={form.at('level')} clerksOnly={clerksOnly} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>发出邀请</SubmitButton>
      </Row>
    </Form>
  )
}

/** Who is asked, and how they are reached. */
export function InvitationFields({ form }: { form: FormOf<InvitationForm> }) {
  const way = useWatch({ control: form.control, name: 'way' })
  return (
    <>
      <RadioGroup
        {...form.at('way')}
        label="对方是否已有账号"
        required
        options={[
          { value: 'account', text: '已有账号', hint: '邀请直接送到对方的账号' },
          { value: 'link', text: '没有账号或不清楚', hint: '把邀请链接发到手机或邮箱' },
        ]}
      />
      <TextField {...form.at('name')} label="姓名" hint="须与对方账号的姓名一致" required />
      {way === 'account' ? (
        <TextField
          {...form.at('address')}
          label="用户名"
          hint="登录账号、已验证的手机号码或证件号码"
          required
          maxLength={40}
          spellCheck={false}
        />
      ) : (
        <TextField
          {...form.at('address')}
          label="手机号码或邮箱"
          hint="邀请链接会发到这里"
          required
          maxLength={100}
          spellCheck={false}
        />
      )}
    </>
  )
}

function Revoke({ invitation, close }: { invitation: Invitation | null; close: () => void }) {
  const send = useMove(revokeInvitation, { refresh, evenRefused: true })
  const confirm = async () => {
    if (!invitation) return
    const { id, version, name } = invitation
    try {
      await send.mutateAsync({ params: { id }, body: { version } })
      toast(`已撤回对 ${name} 的邀请`)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={invitation !== null}
      close={close}
      title="撤回这份邀请？"
      verb="撤回"
      busy={send.isPending}
      confirm={() => void confirm()}
    >
      <p>{`撤回后，${invitation?.name ?? ''} 不能再接受这份邀请。`}</p>
    </Confirm>
  )
}
