import { listPersonResults, readPersonYear } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam, usePortalKind } from '../url.ts'
import { reliefText } from './exemption-text.ts'
import { CertificatesLink } from './certificates-link.tsx'
import { YearItems } from './year-items.tsx'
import { YearPanel } from './year-panel.tsx'
import { YearResults } from './year-results.tsx'

/** One year of a person as whoever answers for it sees it: each hour explained, each result computed again. */
export default function PersonYear() {
  const kind = usePortalKind() ?? 'hrss'
  const id = usePathParam('id')
  const year = usePathParam('year')
  const read = useRead(readPersonYear, { params: { id, year } })
  const results = useRead(listPersonResults, { params: { id, year } })
  const detail = read.data?.detail
  return (
    <Page
      title={read.data ? `${read.data.personName} ${year} 年度学时` : `${year} 年度学时`}
      back={{ to: paths.personYears(kind, id), text: '历年学时' }}
      actions={
        read.data &&
        kind !== 'industry' && (
          <CertificatesLink kind={kind} name={read.data.personName} year={year} />
        )
      }
    >
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <>
          {detail?.relief && (
            <Notice>{`${reliefText(detail.relief)}，以下要求已按此调整。`}</Notice>
          )}
          <Card>{detail ? <YearPanel year={detail} isOwn={false} /> : <Skeleton lines={6} />}</Card>
          <Card title="学时明细">
            <YearItems year={year} detail={detail} personId={id} />
          </Card>
          <YearResults year={year} read={results} />
        </>
      )}
    </Page>
  )
}
