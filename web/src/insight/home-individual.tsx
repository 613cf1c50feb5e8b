import { readYear } from '@xueshi/contract/ledger'
import { YearPanel } from '../ledger/year-panel.tsx'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Todos } from './todos.tsx'
import { Ways } from './ways.tsx'

/** 首页（我的年度）: this year's hours, what waits, and the two things people come for. */
export default function IndividualHome() {
  const session = useSession()
  const year = session?.site.today.slice(0, 4) ?? ''
  const read = useRead(readYear, { params: { year } }, { enabled: year !== '' })
  return (
    <Page
      title="我的年度"
      lead={session?.account ? `${session.account.name}，您好。` : undefined}
      actions={
        <ButtonLink look="primary" icon="plus" to={paths.newDeclaration()}>
          申报学时
        </ButtonLink>
      }
    >
      <Card title={`${year} 年度`}>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : read.data ? (
          <>
            <YearPanel year={read.data} />
            <Row>
              <Link to={paths.year(year)}>学时明细</Link>
              <Link to={paths.recentYears()}>近五年学时</Link>
              <Link to={paths.years()}>历年证书</Link>
              <Link to={paths.newMissingHours()}>缺失学时</Link>
            </Row>
          </>
        ) : (
          <Skeleton lines={6} />
        )}
      </Card>
      <Ways year={year} />
      <Todos portal="employer" />
    </Page>
  )
}
