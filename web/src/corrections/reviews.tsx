import { listCorrectionReviews } from '@xueshi/contract/corrections/reviews'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { kindText, stateText, stateTone } from './text.ts'

const View = z.object({ decided: z.optional(z.enum(['1'])) })

/** 更正申请 of an office: what waits, oldest first, and what it has decided. */
export default function CorrectionReviews() {
  const [{ decided }, setView] = useUrlState(View)
  return (
    <Page
      title="更正申请"
      lead="核对证明材料后办理。姓名、证件的更正和账号的合并，同意后即时生效。"
    >
      <Tabs
        label="办理情况"
        tabs={[
          { id: 'waiting', text: '待办理' },
          { id: 'decided', text: '已办结' },
        ]}
        chosen={decided === '1' ? 'decided' : 'waiting'}
        choose={(id) => setView({ decided: id === 'decided' ? '1' : undefined })}
      >
        <List key={decided ?? ''} decided={decided} />
      </Tabs>
    </Page>
  )
}

function List({ decided }: { decided: '1' | undefined }) {
  const keyset = useKeyset()
  const query = { decided, after: keyset.after }
  const list = useRead(listCorrectionReviews, { query }, { keep: true })
  return (
    <Card>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption={decided ? '已办结的更正申请' : '待办理的更正申请'}
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={
            <Empty icon="check" title={decided ? '没有已办结的申请' : '没有待办理的申请'}>
              本辖区人员提交更正申请后，会出现在这里。
            </Empty>
          }
          columns={[
            { head: '姓名', title: true, cell: (row) => row.personName },
            { head: '申请事项', tight: true, cell: (row) => kindText[row.kind] },
            {
              head: '状态',
              tight: true,
              cell: (row) => <Status tone={stateTone[row.state]}>{stateText[row.state]}</Status>,
            },
            {
              head: decided ? '办结时间' : '提交时间',
              tight: true,
              cell: ({ decidedAt, submittedAt }) => {
                const at = decided ? decidedAt : submittedAt
                return at ? formatInstant(at) : '—'
              },
            },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <ButtonLink
                  look="quiet"
                  to={paths.correctionReview(row.id)}
                  aria-label={`${decided ? '查看' : '办理'} ${row.personName} 的${kindText[row.kind]}`}
                >
                  {decided ? '查看' : '办理'}
                </ButtonLink>
              ),
            },
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}
