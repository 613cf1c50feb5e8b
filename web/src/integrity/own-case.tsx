import { readCase } from '@xueshi/contract/integrity'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam, usePortalKind } from '../url.ts'
import { CaseFacts } from './case-facts.tsx'

/** One case as its subject reads it. */
export default function OwnCase() {
  const id = usePathParam('id')
  const kind = usePortalKind() ?? 'individual'
  const reading = useRead(readCase, { params: { id } })
  const one = reading.data
  return (
    <Page title="失信信息" back={{ to: paths.ownCases(kind), text: '失信信息查看' }}>
      {one ? (
        <>
          {one.state === 'inForce' && (
            <Notice tone="warn" title="对这条失信信息有异议">
              {`请携带有关材料，向登记部门（${one.officeName}）书面提出，也可致电 12333 咨询。`}
            </Notice>
          )}
          <CaseFacts one={one} />
        </>
      ) : reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}
