import { type KnownAccount, searchAccounts } from '@xueshi/contract/administration/accounts'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { OpenLogins, Rests } from './presence.tsx'
import { accountStateText, accountStateTone, kindText } from './text.ts'

const Search = z.object({
  by: z.optional(z.enum(['accountName', 'name'])),
  search: z.optional(z.string()),
})

const View = z.object({ view: z.optional(z.enum(['open', 'resting'])) })

/** 角色与账号: who may come in, as whom, who is in just now, and who is kept out for a while. */
export default function Accounts() {
  const [{ view }, setView] = useUrlState(View)
  return (
    <Page title="角色与账号" lead="这里看不到证件号码、电话和学时记录。">
      <Tabs
        label="账号"
        tabs={[
          { id: 'all', text: '查找账号' },
          { id: 'open', text: '正在登录' },
          { id: 'resting', text: '暂时锁定' },
        ]}
        chosen={view ?? 'all'}
        choose={(id) => setView({ view: id === 'all' ? undefined : id, after: undefined })}
      >
        {view === 'open' ? <OpenLogins /> : view === 'resting' ? <Rests /> : <Found />}
      </Tabs>
    </Page>
  )
}

/** Accounts by the beginning of one of their names. */
function Found() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const list = useRead(
    searchAccounts,
    { query: { ...search, after: keyset.after } },
    { keep: true },
  )
  return (
    <>
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'by',
            label: '查找方式',
            all: '登录账号',
            options: [{ value: 'name', text: '姓名' }],
          },
          { name: 'search', label: '开头文字' },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="账号"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="没有找到账号">请检查开头文字，或换一种查找方式。</Empty>}
            columns={[
              {
                head: '姓名',
                title: true,
                cell: (row) => <Link to={paths.account(row.id)}>{row.name}</Link>,
              },
              { head: '登录账号', cell: (row) => row.accountName ?? '—' },
              { head: '角色', cell: (row) => rolesOf(row) },
              { head: '状态', tight: true, cell: (row) => <AccountStatus account={row} /> },
              {
                head: '最近登录',
                tight: true,
                cell: (row) => (row.lastLoginAt ? formatInstant(row.lastLoginAt) : '—'),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </>
  )
}

const rolesOf = ({ individual, seats }: KnownAccount) =>
  [
    ...(individual ? ['个人'] : []),
    ...seats.map(({ kind, unitName }) => `${kindText[kind]}（${unitName}）`),
  ].join('、') || '—'

/** Whether somebody can get in just now. */
export function AccountStatus({ account }: { account: KnownAccount }) {
  if (account.state === 'active' && account.resting)
    return <Status tone="attention">暂时锁定</Status>
  return <Status tone={accountStateTone[account.state]}>{accountStateText[account.state]}</Status>
}
