import { readUnit, type UnitReview } from '@xueshi/contract/orgs/reviews'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { usePathParam } from '../url.ts'
import { LicenceView } from './licence-view.tsx'
import { type Act, acts } from './managed-act.ts'
import { ManagedActs } from './managed-acts.tsx'
import { capabilityText, levelText, unitStateText, unitStateTone } from './text.ts'
import { UnitFacts } from './unit-facts.tsx'
import { UnitTimeline } from './unit-timeline.tsx'

const back = { to: paths.managedUnits(), text: '单位管理' }

/** One unit as the office that answers for it sees and changes it. */
export default function ManagedUnitPage() {
  const id = usePathParam('id')
  const read = useRead(readUnit, { params: { id } })
  if (read.data)
    return <OpenUnit key={read.data.id} unit={read.data} reload={() => void read.refetch()} />
  return (
    <Page title="单位" back={back}>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function OpenUnit({ unit, reload }: { unit: UnitReview; reload: () => void }) {
  const [act, setAct] = useState<Act | null>(null)
  const may = acts.filter(({ name }) => unit.open.includes(name))
  return (
    <Page
      title={unit.name}
      back={back}
      actions={
        unit.open.includes('approve') ? (
          <ButtonLink look="primary" to={paths.unitReview(unit.id)}>
            审核注册
          </ButtonLink>
        ) : undefined
      }
    >
      <Row>
        <Status tone={unitStateTone[unit.state]}>{unitStateText[unit.state]}</Status>
        {unit.capabilities.map((each) => (
          <Tag key={each}>{capabilityText[each]}</Tag>
        ))}
      </Row>
      <WhereItWent unit={unit} />
      {may.length > 0 && (
        <Row>
          {may.map(({ name, text }) => (
            <Button key={name} onClick={() => setAct(name)}>
              {text}
            </Button>
          ))}
        </Row>
      )}
      <Card title="单位信息">
        <UnitFacts unit={unit} />
      </Card>
      <Card title="员工账号">
        <Table
          caption="员工账号"
          rows={unit.staff}
          keyOf={({ name, level }) => `${name}${level}`}
          empty={<Empty title="没有员工">可以根据公函把单位移交给一位新的管理员。</Empty>}
          columns={[
            { head: '姓名', title: true, cell: ({ name }) => name },
            { head: '身份', tight: true, cell: ({ level }) => <Tag>{levelText[level]}</Tag> },
          ]}
        />
      </Card>
      <Card title="营业执照或法人证书">
        {unit.licence ? <LicenceView licence={unit.licence} /> : <p>没有上传扫描件。</p>}
      </Card>
      <UnitTimeline events={unit.timeline} />
      <ManagedActs unit={unit} act={act} close={() => setAct(null)} reload={reload} />
    </Page>
  )
}

function WhereItWent({ unit }: { unit: UnitReview }) {
  const isInForce = unit.state === 'approved' || unit.state === 'suspended'
  const isManaged = unit.staff.some(({ level }) => level === 'manager')
  if (unit.mergedInto)
    return (
      <Notice>
        已并入 <Link to={paths.managedUnit(unit.mergedInto.id)}>{unit.mergedInto.name}</Link>
      </Notice>
    )
  if (isInForce && unit.open.length === 0)
    return <Notice>您是这个单位的员工，不能办理它的事项，请由其他人员办理。</Notice>
  if (isInForce && !isManaged)
    return (
      <Notice tone="warn" title="这个单位没有管理员">
        <p>没有人能增减它的员工。收到单位公函后，请点击“移交管理员”。</p>
      </Notice>
    )
  return null
}
