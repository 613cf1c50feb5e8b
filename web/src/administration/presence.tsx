import { listOpenLogins, listRests } from '@xueshi/contract/administration/accounts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'

/** 正在登录: every login that is open just now. */
export function OpenLogins() {
  const keyset = useKeyset()
  const list = useRead(listOpenLogins, { query: { after: keyset.after } }, { keep: true })
  return (
    <Card>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="正在登录"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={<Empty title="没有人正在登录" />}
          columns={[
            {
              head: '姓名',
              title: true,
              cell: (row) => <Link to={paths.account(row.accountId)}>{row.name}</Link>,
            },
            { head: '登录账号', cell: (row) => row.accountName ?? '—' },
            { head: '身份', tight: true, cell: (row) => (row.hasSeats ? '工作人员' : '个人') },
            {
              head: '设备',
              cell: ({ browser, system }) =>
                [browser, system].filter(Boolean).join(' · ') || '未知设备',
            },
            { head: '地址', tight: true, cell: (row) => row.address },
            { head: '登录时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
            { head: '最近操作', tight: true, cell: (row) => formatInstant(row.seenAt) },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}

/** 暂时锁定: who rests after too many wrong passwords. */
export function Rests() {
  const list = useRead(listRests, {})
  return (
    <Card>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="暂时锁定的账号"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={
            <Empty icon="check" title="没有锁定的账号">
              密码错误次数过多的账号会出现在这里，最多显示最近 100 个。
            </Empty>
          }
          columns={[
            {
              head: '姓名',
              title: true,
              cell: (row) => <Link to={paths.account(row.id)}>{row.name}</Link>,
            },
            { head: '登录账号', cell: (row) => row.accountName ?? '—' },
            { head: '锁定时间', tight: true, cell: (row) => formatInstant(row.since) },
            { head: '自动解除', tight: true, cell: (row) => formatInstant(row.until) },
          ]}
        />
      )}
    </Card>
  )
}
