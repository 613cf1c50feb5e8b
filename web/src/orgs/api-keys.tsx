import { type ApiKey, createKey, KeyForm, listKeys, revokeKey } from '@xueshi/contract/orgs/keys'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { InterfaceTabs } from './interface-tabs.tsx'
import { keyColumns } from './key-columns.tsx'
import { Secret } from './secret.tsx'
import { keyScopeText } from './text.ts'
import './orgs.css'

const refresh = [listKeys]
type Told = { token: string; signingSecret: string }

/** 接口密钥: what the unit's programs come with. */
export default function ApiKeys() {
  const list = useRead(listKeys, {})
  const [adding, setAdding] = useState(false)
  const [told, setTold] = useState<Told | null>(null)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  return (
    <Page
      title="数据接口"
      lead="学习平台凭接口密钥上报结业记录。密钥只显示一次，由单位管理员新建和吊销。"
    >
      <InterfaceTabs current="keys" />
      <Card>
        {list.data?.manages && (
          <Row>
            <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
              新建密钥
            </Button>
          </Row>
        )}
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="接口密钥"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有接口密钥">单位管理员新建后，交给学习平台的技术人员。</Empty>}
            columns={[
              { head: '名称', title: true, cell: (row) => row.name },
              keyColumns.head,
              keyColumns.scopes,
              { head: '新建人', tight: true, cell: (row) => row.byName },
              keyColumns.createdAt,
              keyColumns.lastUsedAt,
              keyColumns.state,
              {
                head: '操作',
                tight: true,
                cell: (row) =>
                  row.open.includes('revoke') ? (
                    <Button
                      look="quiet"
                      onClick={() => setRevoking(row)}
                      aria-label={`吊销 ${row.name}`}
                    >
                      吊销
                    </Button>
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        )}
      </Card>
      <Dialog open={adding} close={() => setAdding(false)} title="新建接口密钥">
        {adding && <NewKey close={() => setAdding(false)} tell={setTold} />}
      </Dialog>
      <Dialog open={told !== null} close={() => setTold(null)} title="密钥已新建">
        {told && (
          <>
            <Notice tone="warn" title="现在就复制保存">
              <p>关闭后不能再查看，遗失只能吊销后重新新建。不要通过聊天工具或邮件传送。</p>
            </Notice>
            <Secret name="接口密钥" value={told.token} />
            <Secret name="签名密钥" value={told.signingSecret} />
            <Row end>
              <Button look="primary" onClick={() => setTold(null)}>
                我已保存
              </Button>
            </Row>
          </>
        )}
      </Dialog>
      <Revoke row={revoking} close={() => setRevoking(null)} />
    </Page>
  )
}

function NewKey({ close, tell }: { close: () => void; tell: (told: Told | null) => void }) {
  const create = useMove(createKey, { refresh })
  const form = useFormOf(KeyForm, {
    start: { name: '', scopes: ['completions:write', 'completions:read'] },
  })
  const submit = async (body: KeyForm) => {
    const { secrets } = await create.mutateAsync({ body })
    close()
    tell(secrets)
  }
  return (
    <Form form={form} submit={submit} label="新建接口密钥">
      <TextField
        {...form.at('name')}
        label="名称"
        hint="写明给哪个平台用，例如：网络学院正式环境"
        required
        maxLength={50}
      />
      <CheckGroup
        {...form.at('scopes')}
        label="权限"
        required
        options={Object.entries(keyScopeText).map(([value, text]) => ({ value, text }))}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={create.isPending}>新建</SubmitButton>
      </Row>
    </Form>
  )
}

function Revoke({ row, close }: { row: ApiKey | null; close: () => void }) {
  const revoke = useMove(revokeKey, { refresh, evenRefused: true })
  const confirm = async () => {
    if (!row) return
    try {
      await revoke.mutateAsync({ params: { id: row.id }, body: { version: row.version } })
      toast(`已吊销 ${row.name}`)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={row !== null}
      close={close}
      title="吊销这个密钥？"
      verb="吊销"
      danger
      busy={revoke.isPending}
      confirm={() => void confirm()}
    >
      <p>{row?.name}</p>
      <p>吊销后，用它上报的平台立即不能再接入，也不能恢复。</p>
    </Confirm>
  )
}
