import { listCorrections } from '@xueshi/contract/corrections'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { kindText, stateText, stateTone } from './text.ts'

/** 更正申请: what was asked for, and how it stands. */
export default function Corrections() {
  const keyset = useKeyset()
  const list = useRead(listCorrections, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page
      title="更正申请"
      back={{ to: paths.profile(), text: '人员基本信息维护' }}
      lead="姓名、证件类型和证件号码不能自行修改。有误或已变更的，请附证明材料申请，由人社部门审核。"
      actions={
        <ButtonLink look="primary" icon="plus" to={paths.newCorrection()}>
          新建申请
        </ButtonLink>
      }
    >
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="我的更正申请"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="没有更正申请">需要更正时，请点“新建申请”。</Empty>}
            columns={[
              {
                head: '申请事项',
                title: true,
                cell: (row) => <Link to={paths.correction(row.id)}>{kindText[row.kind]}</Link>,
              },
              {
                head: '状态',
                tight: true,
                cell: (row) => <Status tone={stateTone[row.state]}>{stateText[row.state]}</Status>,
              },
              { head: '受理部门', cell: (row) => row.officeName ?? '—' },
              {
                head: '提交时间',
                tight: true,
                cell: (row) => (row.submittedAt ? formatInstant(row.submittedAt) : '—'),
              },
              {
                head: '办结时间',
                tight: true,
                cell: (row) => (row.decidedAt ? formatInstant(row.decidedAt) : '—'),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
