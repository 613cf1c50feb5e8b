import {
  createWebhook,
  listWebhooks,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  testWebhook,
  type Webhook,
  WebhookForm,
  type WebhookMove,
} from '@xueshi/contract/orgs/webhooks'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { Deliveries, refreshTold } from './deliveries.tsx'
import { InterfaceTabs } from './interface-tabs.tsx'
import { Secret } from './secret.tsx'
import { webhookMoveText, webhookStateText, webhookStateTone } from './text.ts'
import './orgs.css'

const refresh = [listWebhooks]

/** 回调通知: where the unit's programs are told of what has happened, and what they were told. */
export default function Webhooks() {
  const list = useRead(listWebhooks, {})
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  return (
    <Page
      title="数据接口"
      lead="每次上报处理完毕、记录有变化时，系统向这些地址发送带签名的通知；失败后自动重试。"
    >
      <InterfaceTabs current="webhooks" />
      <Card title="回调地址">
        {list.data?.manages && (
          <Row>
            <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
              添加地址
            </Button>
          </Row>
        )}
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="回调地址"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有回调地址">不添加也可以上报，结果随时可以查询。</Empty>}
            columns={[
              { head: '地址', title: true, cell: (row) => row.url },
              { head: '添加时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
              {
                head: '状态',
                tight: true,
                cell: (row) => (
                  <Status tone={webhookStateTone[row.state]}>{webhookStateText[row.state]}</Status>
                ),
              },
              { head: '操作', tight: true, cell: (row) => <Moves row={row} /> },
            ]}
          />
        )}
      </Card>
      <Deliveries />
      <Dialog open={adding} close={() => setAdding(false)} title="添加回调地址">
        {adding && <NewWebhook close={() => setAdding(false)} tell={setSecret} />}
      </Dialog>
      <Dialog open={secret !== null} close={() => setSecret(null)} title="回调地址已添加">
        {secret && (
          <>
            <Notice tone="warn" title="现在就复制保存">
              <p>收到通知的程序用它核对签名，确认来自本系统。关闭后不能再查看。</p>
            </Notice>
            <Secret name="回调签名密钥" value={secret} />
            <Row end>
              <Button look="primary" onClick={() => setSecret(null)}>
                我已保存
              </Button>
            </Row>
          </>
        )}
      </Dialog>
    </Page>
  )
}

function NewWebhook({ close, tell }: { close: () => void; tell: (secret: string | null) => void }) {
  const create = useMove(createWebhook, { refresh })
  const form = useFormOf(WebhookForm, { start: { url: '' } })
  const submit = async (body: WebhookForm) => {
    const { secret } = await create.mutateAsync({ body })
    close()
    tell(secret)
  }
  return (
    <Form form={form} submit={submit} label="添加回调地址">
      <TextField
        {...form.at('url')}
        label="地址"
        hint="以 https:// 开头，能从互联网访问"
        required
        width="full"
        maxLength={300}
        inputMode="url"
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={create.isPending}>添加</SubmitButton>
      </Row>
    </Form>
  )
}

const order: readonly WebhookMove[] = ['test', 'pause', 'resume', 'remove']

function Moves({ row }: { row: Webhook }) {
  const [removing, setRemoving] = useState(false)
  const act = {
    test: useMove(testWebhook, { refresh: refreshTold }),
    pause: useMove(pauseWebhook, { refresh, evenRefused: true }),
    resume: useMove(resumeWebhook, { refresh, evenRefused: true }),
    remove: useMove(removeWebhook, { refresh, evenRefused: true }),
  }
  const go = async (name: WebhookMove) => {
    try {
      await act[name].mutateAsync({ params: { id: row.id }, body: { version: row.version } })
      toast(webhookMoveText[name].done)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setRemoving(false)
  }
  const open = order.filter((name) => row.open.includes(name))
  if (open.length === 0) return '—'
  return (
    <Row>
      {open.map((name) => (
        <Button
          key={name}
          look="quiet"
          busy={act[name].isPending}
          onClick={() => (name === 'remove' ? setRemoving(true) : void go(name))}
          aria-label={`${webhookMoveText[name].verb} ${row.url}`}
        >
          {webhookMoveText[name].verb}
        </Button>
      ))}
      <Confirm
        open={removing}
        close={() => setRemoving(false)}
        title="删除这个回调地址？"
        verb="删除"
        danger
        busy={act.remove.isPending}
        confirm={() => void go('remove')}
      >
        <p>{row.url}</p>
        <p>删除后不再向它发送通知；已发送的记录仍可查看。</p>
      </Confirm>
    </Row>
  )
}
