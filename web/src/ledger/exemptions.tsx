import { listExemptions } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { ExemptionTable } from './exemption-table.tsx'

/** 免修减免申请: the person's own, newest first. */
export default function Exemptions() {
  const keyset = useKeyset()
  const list = useRead(listExemptions, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page
      title="免修减免申请"
      lead="因产假、病假、援派等原因不能完成全年学时的，可凭证明申请。单位同意后由人社部门决定，批准后该年度的要求相应减少。"
    >
      <Row>
        <ButtonLink look="primary" icon="plus" to={paths.newExemption()}>
          添加
        </ButtonLink>
      </Row>
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <ExemptionTable
            rows={list.data?.items}
            to={({ id }) => paths.exemption(id)}
            empty={<Empty title="还没有申请">需要时点“添加”。</Empty>}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
