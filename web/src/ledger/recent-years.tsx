import { listRecentYears } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Card, Page } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { YearSums } from './year-sums.tsx'

/** 近五年学时: what was required and what counted in each of them, beside each other. */
export default function RecentYears() {
  const read = useRead(listRecentYears, {})
  return (
    <Page
      title="近五年学时"
      lead="“已计 / 要求”，单位为学时；点开年度可看每一条学时的来历。"
      back={{ to: paths.portalHome('individual'), text: '我的年度' }}
    >
      <Card>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : (
          <YearSums caption="近五年学时" items={read.data?.items} pathOf={paths.year} />
        )}
      </Card>
    </Page>
  )
}
