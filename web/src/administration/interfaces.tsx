import {
  blockKey,
  type HeldKey,
  listHeldKeys,
  listHeldWebhooks,
  mostCounted,
} from '@xueshi/contract/orgs/interfaces'
import { keyStates } from '@xueshi/contract/orgs/keys'
import { useState } from 'react'
import * as z from 'zod/mini'
import { type Asking, ReasonDialog } from './reason-dialog.tsx'
import { keyColumns } from '../orgs/key-columns.tsx'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { answerText, keyStateText, webhookStateText, webhookStateTone } from '../orgs/text.ts'

const View = z.object({ view: z.optional(z.enum(['webhooks'])) })

/** 接口: whose programs come in, with what, and where they are told. */
export default function Interfaces() {
  const [{ view }, setView] = useUrlState(View)
  return (
    <Page
      title="接口"
      lead="密钥和回调地址由各机构自己管理。密钥被滥用或泄露时，可以在这里立即停用。"
    >
      <Tabs
        label="接口"
        tabs={[
          { id: 'keys', text: '接口密钥' },
          { id: 'webhooks', text: '回调地址' },
        ]}
        chosen={view ?? 'keys'}
        choose={(id) =>
          setView({ view: id === 'webhooks' ? id : undefined, after: undefined, state: undefined })
        }
      >
        {view === 'webhooks' ? <Webhooks /> : <Keys />}
      </Tabs>
    </Page>
  )
}

const Search = z.object({ state: z.optional(z.enum(keyStates)) })

function Keys() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const list = useRead(listHeldKeys, { query: { ...search, after: keyset.after } }, { keep: true })
  const block = useMove(blockKey, { refresh: [listHeldKeys] })
  const [asking, setAsking] = useState<Asking | null>(null)
  const ask = (row: HeldKey) =>
    setAsking({
      title: '停用这个密钥？',
      lead: `${row.unitName}的“${row.name}”：停用后立即不能再接入，也不能恢复。原因会告知该机构。`,
      verb: '停用',
      danger: true,
      act: async (reason) => {
        await block.mutateAsync({ params: { id: row.id }, body: { version: row.version, reason } })
        toast(`已停用 ${row.name}`)
      },
    })
  return (
    <>
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'state',
            label: '状态',
            all: '全部',
            options: keyStates.map((value) => ({ value, text: keyStateText[value] })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="各机构的接口密钥"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="没有接口密钥">施教机构在“数据接口”中新建后会出现在这里。</Empty>}
            columns={[
              { head: '施教机构', title: true, cell: (row) => row.unitName },
              { head: '名称', cell: (row) => row.name },
              keyColumns.head,
              keyColumns.scopes,
              keyColumns.createdAt,
              keyColumns.lastUsedAt,
              keyColumns.state,
              {
                head: '操作',
                tight: true,
                cell: (row) =>
                  row.open.includes('block') ? (
                    <Button
                      look="quiet"
                      onClick={() => ask(row)}
                      aria-label={`停用 ${row.unitName} ${row.name}`}
                    >
                      停用
                    </Button>
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <ReasonDialog asking={asking} close={() => setAsking(null)} />
    </>
  )
}

const countText = (dead: number) => (dead < mostCounted ? `${dead} 条` : `${mostCounted} 条以上`)

function Webhooks() {
  const keyset = useKeyset()
  const list = useRead(listHeldWebhooks, { query: { after: keyset.after } }, { keep: true })
  return (
    <Card>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="各机构的回调地址"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={<Empty title="没有回调地址" />}
          columns={[
            { head: '施教机构', title: true, cell: (row) => row.unitName },
            { head: '主机', cell: (row) => <code>{row.host}</code> },
            { head: '添加时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
            {
              head: '最近通知',
              tight: true,
              cell: (row) => (row.triedAt ? formatInstant(row.triedAt) : '还没有'),
            },
            { head: '对方应答', cell: answerText },
            {
              head: '停止重试',
              tight: true,
              cell: (row) => (row.dead === 0 ? '—' : countText(row.dead)),
            },
            {
              head: '状态',
              tight: true,
              cell: (row) => (
                <Status tone={webhookStateTone[row.state]}>{webhookStateText[row.state]}</Status>
              ),
            },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}
