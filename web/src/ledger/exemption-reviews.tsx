import { exemptionQueues, listExemptionReviews } from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import { ExemptionTable } from './exemption-table.tsx'

const Search = z.object({ queue: z.optional(z.enum(exemptionQueues)) })
const tabs = [
  { id: 'waiting', text: '待审核' },
  { id: 'granted', text: '已批准' },
  { id: 'ended', text: '不予批准和已撤销' },
] as const

/** 免修减免 of an office: what waits, what holds, what does not. */
export default function ExemptionReviews() {
  const kind = usePortalKind() === 'hrss' ? 'hrss' : 'employer'
  const [{ queue = 'waiting' }, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const list = useRead(
    listExemptionReviews,
    { query: { queue, after: keyset.after } },
    { keep: true },
  )
  return (
    <Page
      title={kind === 'hrss' ? '免修减免' : '免修减免申请'}
      lead={
        kind === 'hrss'
          ? '单位已同意的申请，由您的部门决定；批准后该年度的要求相应减少。'
          : '本单位人员的申请；同意后报人社部门决定。'
      }
    >
      <Tabs
        label="申请"
        tabs={tabs}
        chosen={queue}
        choose={(next) => setSearch({ queue: next, after: undefined })}
      >
        <Card>
          {list.error ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <ExemptionTable
              ofOffice
              rows={list.isPlaceholderData ? undefined : list.data?.items}
              to={({ id }) => paths.exemptionReview(kind, id)}
              empty={<Empty icon="check" title="没有申请" />}
            />
          )}
          <Pager keyset={keyset} next={list.data?.next} />
        </Card>
      </Tabs>
    </Page>
  )
}
