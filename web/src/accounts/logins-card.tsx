import {
  endLogin,
  endOtherLogins,
  listLogins,
  type OpenLogin,
} from '@xueshi/contract/accounts/logins'
import { useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Card, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'

const deviceOf = ({ browser, system }: OpenLogin) =>
  browser === null && system === null
    ? '未知设备'
    : [browser ?? '未知浏览器', system].filter(Boolean).join(' · ')

/** 登录设备: where the account is logged in just now, and a way to end it. */
export function LoginsCard() {
  const previous = useSession()?.login?.previous
  const list = useRead(listLogins, {})
  const one = useMove(endLogin, { refresh: [listLogins] })
  const others = useMove(endOtherLogins, { refresh: [listLogins] })
  const rows = list.data?.items
  const end = async (act: () => Promise<unknown>, told: string) => {
    try {
      await act()
      toast(told)
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <Card title="登录设备">
      {previous && <p>{`上次登录：${formatInstant(previous.at)}，来自 ${previous.address}`}</p>}
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="登录设备"
          rows={rows}
          keyOf={({ id }) => id}
          empty={<p>没有其他登录。</p>}
          columns={[
            { head: '设备', title: true, cell: deviceOf },
            { head: '登录地址', cell: ({ address }) => address },
            { head: '登录时间', cell: ({ createdAt }) => formatInstant(createdAt) },
            { head: '最近使用', cell: ({ seenAt }) => formatInstant(seenAt) },
            {
              head: '操作',
              tight: true,
              cell: (row) =>
                row.current ? (
                  <Status tone="ok">当前登录</Status>
                ) : (
                  <Button
                    look="quiet"
                    onClick={() =>
                      void end(
                        () => one.mutateAsync({ params: { id: row.id } }),
                        '该设备上的登录已退出',
                      )
                    }
                  >
                    退出<span className="unseen">{` ${deviceOf(row)} 上的登录`}</span>
                  </Button>
                ),
            },
          ]}
        />
      )}
      <Row>
        <Button
          busy={others.isPending}
          unavailable={(rows?.length ?? 0) < 2 && '没有其他设备登录'}
          onClick={() => void end(() => others.mutateAsync({}), '其他设备上的登录已全部退出')}
        >
          退出其他所有登录
        </Button>
      </Row>
    </Card>
  )
}
