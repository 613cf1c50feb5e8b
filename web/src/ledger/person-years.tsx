import { listPersonYears } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Card, Page } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam, usePortalKind } from '../url.ts'
import { CertificatesLink } from './certificates-link.tsx'
import { YearSums } from './year-sums.tsx'

/** 历年学时 of one person, for their employer and the authorities in whose scope they work. */
export default function PersonYears() {
  const kind = usePortalKind() ?? 'hrss'
  const id = usePathParam('id')
  const read = useRead(listPersonYears, { params: { id } })
  return (
    <Page
      title={read.data ? `${read.data.personName} 历年学时` : '历年学时'}
      back={
        kind === 'employer'
          ? { to: paths.people(), text: '人员管理' }
          : { to: paths.lookup(kind === 'industry' ? kind : 'hrss'), text: '人员查询' }
      }
      actions={
        read.data &&
        kind !== 'industry' && <CertificatesLink kind={kind} name={read.data.personName} />
      }
      lead="“已计 / 要求”，单位为学时；点开年度可看每一条学时的来历。"
    >
      <Card>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : (
          <YearSums
            caption="历年学时"
            items={read.data?.items}
            pathOf={(year) => paths.personYear(kind, id, year)}
          />
        )}
      </Card>
    </Page>
  )
}
