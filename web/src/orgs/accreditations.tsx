import { accreditationStates, listAccreditations } from '@xueshi/contract/orgs/accreditations'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { accreditationStateText, accreditationStateTone, taughtOf } from './text.ts'

const Sought = z.object({ state: z.optional(z.enum(accreditationStates)) })

/** 机构资质审核: whose turn it is, and with a state named, all that stand in it. */
export default function Accreditations() {
  const keyset = useKeyset()
  const [sought, seek] = useUrlState(Sought)
  const query = { ...sought, after: keyset.after }
  const list = useRead(listAccreditations, { query }, { keep: true })
  return (
    <Page
      title="机构资质审核"
      lead="市人社部门初审，省人社部门批准。查找现有资质，请把状态选为“有效”。"
    >
      <Filters
        value={{ state: sought.state ?? list.data?.state }}
        set={seek}
        filters={[
          {
            name: 'state',
            label: '状态',
            all: null,
            options: accreditationStates.map((value) => ({
              value,
              text: accreditationStateText[value],
            })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="机构资质"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty icon="check" title="没有这种状态的资质">
                有机构申请后，会出现在待审核的名单中。
              </Empty>
            }
            columns={[
              { head: '机构名称', title: true, cell: (row) => row.unitName },
              { head: '所在地区', cell: (row) => row.regionPath },
              { head: '课程类型', cell: (row) => taughtOf(row.categories) },
              { head: '申请时间', tight: true, cell: (row) => formatInstant(row.appliedAt) },
              { head: '有效期至', tight: true, cell: (row) => row.validTo ?? '—' },
              {
                head: '状态',
                tight: true,
                cell: (row) => (
                  <Status tone={accreditationStateTone[row.state]}>
                    {accreditationStateText[row.state]}
                  </Status>
                ),
              },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <ButtonLink
                    look="quiet"
                    to={paths.accreditation(row.id)}
                    aria-label={`查看 ${row.unitName} 的资质`}
                  >
                    查看
                  </ButtonLink>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
