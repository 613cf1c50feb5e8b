import { listSent } from '@xueshi/contract/messages'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'

const channelText = { sms: '短信', email: '邮件' } as const

/** In the demo nothing is sent: this page shows what would have been, codes included. */
export default function Sent() {
  const list = useRead(listSent, {})
  return (
    <Page
      title="演示：发出的短信和邮件"
      actions={<Button onClick={() => void list.refetch()}>刷新</Button>}
    >
      <Notice>演示环境不会真的发出短信和邮件，内容显示在这里。正式环境没有这个页面。</Notice>
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="发出的短信和邮件"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty title="还没有发出短信或邮件">
                修改密码、学时达标等事项发生后会出现在这里。
              </Empty>
            }
            columns={[
              { head: '标题', title: true, tight: true, cell: (row) => row.title },
              { head: '方式', tight: true, cell: (row) => channelText[row.channel] },
              { head: '发往', tight: true, cell: (row) => row.addressMasked },
              { head: '内容', cell: (row) => row.text },
              { head: '时间', tight: true, cell: (row) => formatInstant(row.at) },
            ]}
          />
        )}
      </Card>
    </Page>
  )
}
