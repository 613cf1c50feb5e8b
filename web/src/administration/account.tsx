import {
  type AccountDetail,
  disableAccount,
  enableAccount,
  endAccountLogin,
  endAccountSeat,
  liftRest,
  liftSecondFactor,
  readAccount,
  searchAccounts,
} from '@xueshi/contract/administration/accounts'
import { useState } from 'react'
import { levelText } from '../orgs/text.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { AccountStatus } from './accounts.tsx'
import { type Asking, ReasonDialog } from './reason-dialog.tsx'
import { kindText } from './text.ts'

/** One account: its seats, where it is logged in, and what may be done about it. */
export default function Account() {
  const id = usePathParam('id')
  const read = useRead(readAccount, { params: { id } })
  return (
    <Page
      title={read.data ? `账号：${read.data.name}` : '账号'}
      back={{ to: paths.accounts(), text: '角色与账号' }}
    >
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : read.data ? (
        <Detail account={read.data} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function Detail({ account }: { account: AccountDetail }) {
  const { id, version, own } = account
  const [asking, ask] = useState<Asking | null>(null)
  const options = { refresh: [readAccount, searchAccounts] }
  const disable = useMove(disableAccount, options)
  const enable = useMove(enableAccount, options)
  const lift = useMove(liftRest, options)
  const liftFactor = useMove(liftSecondFactor, options)
  const end = useMove(endAccountLogin, options)
  const revoke = useMove(endAccountSeat, options)
  const params = { id }
  const done = (text: string) => () => toast(text)
  const notSelf = own && '不能对自己的账号进行这项操作，请由另一位安全管理员办理'
  return (
    <>
      <Card title="账号">
        <DefinitionList
          facts={[
            { term: '姓名', value: account.name },
            { term: '登录账号', value: account.accountName },
            { term: '状态', value: <AccountStatus account={account} /> },
            {
              term: '最近登录',
              value: account.lastLoginAt ? formatInstant(account.lastLoginAt) : '从未登录',
            },
            { term: '两步验证', value: account.secondFactor ? '已启用' : '未启用' },
          ]}
        />
        <Row>
          {account.state === 'active' && (
            <Button
              look="danger"
              unavailable={notSelf}
              onClick={() =>
                ask({
                  title: '停用账号',
                  lead: `停用后，${account.name}将不能登录，现有的登录立即结束。记录和学时不受影响。`,
                  verb: '停用',
                  danger: true,
                  act: (reason) =>
                    disable.mutateAsync({ params, body: { version, reason } }).then(done('已停用')),
                })
              }
            >
              停用账号
            </Button>
          )}
          {account.state === 'disabled' && (
            <Button
              look="primary"
              unavailable={notSelf}
              onClick={() =>
                ask({
                  title: '恢复账号',
                  lead: `恢复后，${account.name}可以用原来的密码登录。`,
                  verb: '恢复',
                  act: (reason) =>
                    enable.mutateAsync({ params, body: { version, reason } }).then(done('已恢复')),
                })
              }
            >
              恢复账号
            </Button>
          )}
          {account.resting && (
            <Button
              onClick={() =>
                ask({
                  title: '解除锁定',
                  lead: '该账号因密码多次错误被暂时锁定。请先核实是本人在操作。',
                  verb: '解除锁定',
                  act: (reason) =>
                    lift.mutateAsync({ params, body: { reason } }).then(done('已解除锁定')),
                })
              }
            >
              解除锁定
            </Button>
          )}
          {account.secondFactor && (
            <Button
              unavailable={notSelf}
              onClick={() =>
                ask({
                  title: '解除两步验证',
                  lead: '用于手机和恢复码都已丢失的情况。解除后现有的登录立即结束，岗位要求两步验证的，下次登录时须重新设置。',
                  verb: '解除两步验证',
                  danger: true,
                  act: (reason) =>
                    liftFactor.mutateAsync({ params, body: { reason } }).then(done('已解除')),
                })
              }
            >
              解除两步验证
            </Button>
          )}
        </Row>
      </Card>
      <Card title="角色">
        <Table
          caption="角色"
          rows={[
            ...(account.individual
              ? [{ id: 'individual', what: kindText.individual, unit: '—', level: '—' }]
              : []),
            ...account.seats.map((seat) => ({
              id: seat.id,
              what: kindText[seat.kind],
              unit: seat.unitName,
              level: levelText[seat.level],
            })),
          ]}
          keyOf={(row) => row.id}
          empty={<Empty title="没有角色">该账号不能办理任何业务。</Empty>}
          columns={[
            { head: '身份', title: true, cell: (row) => row.what },
            { head: '单位', cell: (row) => row.unit },
            { head: '级别', tight: true, cell: (row) => row.level },
            {
              head: '操作',
              tight: true,
              cell: (row) =>
                row.id === 'individual' ? (
                  '—'
                ) : (
                  <Button
                    look="quiet"
                    unavailable={notSelf}
                    onClick={() =>
                      ask({
                        title: '收回角色',
                        lead: `收回后，${account.name}立即不能以“${row.what}”的身份办理${row.unit}的业务；账号和其他身份不受影响。`,
                        verb: '收回',
                        danger: true,
                        act: (reason) =>
                          revoke
                            .mutateAsync({ params: { id, seatId: row.id }, body: { reason } })
                            .then(done('已收回')),
                      })
                    }
                  >
                    收回<span className="unseen">{`：${row.what}，${row.unit}`}</span>
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      <Card title="当前登录">
        <Table
          caption="当前登录"
          rows={account.logins}
          keyOf={(row) => row.id}
          empty={<Empty title="现在没有登录" />}
          columns={[
            {
              head: '设备',
              title: true,
              cell: (row) => [row.browser, row.system].filter(Boolean).join('，') || '未知设备',
            },
            { head: '地址', tight: true, cell: (row) => row.address || '—' },
            { head: '登录时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
            { head: '最近操作', tight: true, cell: (row) => formatInstant(row.seenAt) },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <Button
                  look="quiet"
                  onClick={() =>
                    ask({
                      title: '结束登录',
                      lead: '这台设备会立即退出，需要重新登录。',
                      verb: '结束登录',
                      danger: true,
                      act: (reason) =>
                        end
                          .mutateAsync({ params: { id, loginId: row.id }, body: { reason } })
                          .then(done('已结束登录')),
                    })
                  }
                >
                  结束登录<span className="unseen">：{formatInstant(row.createdAt)}</span>
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <ReasonDialog asking={asking} close={() => ask(null)} />
    </>
  )
}
