import { readOwnUnit, type Unit } from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Steps } from '../ui/steps.tsx'
import { formatInstant } from '../ui/time.ts'
import { LicenceUpload } from './licence-upload.tsx'
import { LicenceView } from './licence-view.tsx'
import { unitStateText, unitStateTone } from './text.ts'
import { GivingUp } from './unit-giving-up.tsx'
import { UnitChangeCard } from './unit-change.tsx'
import { EditContact } from './unit-contact.tsx'
import { UnitFacts } from './unit-facts.tsx'
import { EditUnit, SubmitCard } from './unit-registration.tsx'
import { unitSteps } from '../accounts/unit-steps.ts'
import { UnitTimeline } from './unit-timeline.tsx'

const beforeApproval = ['draft', 'submitted', 'returned'] as const

/** 单位信息: where the unit stands, what is to do while it is not in force yet, and what it may change later. */
export default function OwnUnit() {
  const read = useRead(readOwnUnit, {}, { keep: true })
  const unit = read.data
  return (
    <Page title="单位信息">
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : unit ? (
        <Standing unit={unit} reload={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function Standing({ unit, reload }: { unit: Unit; reload: () => void }) {
  const [editing, setEditing] = useState(false)
  const [reaching, setReaching] = useState(false)
  const isOpen = unit.open.includes('submit')
  return (
    <>
      {beforeApproval.some((state) => state === unit.state) && (
        <Steps steps={unitSteps} current={unit.state === 'submitted' ? 3 : 2} />
      )}
      <WhereItStands unit={unit} />
      <Card
        title="单位信息"
        actions={
          isOpen && !editing ? (
            <Button icon="pencil" onClick={() => setEditing(true)}>
              修改单位信息
            </Button>
          ) : undefined
        }
      >
        {editing && isOpen ? (
          <EditUnit unit={unit} close={() => setEditing(false)} />
        ) : (
          <>
            <p>
              <Status tone={unitStateTone[unit.state]}>{unitStateText[unit.state]}</Status>
            </p>
            <UnitFacts unit={unit} />
            {unit.open.includes('contact') && (
              <Row>
                <Button icon="pencil" onClick={() => setReaching(true)}>
                  修改联系人和行业
                </Button>
              </Row>
            )}
          </>
        )}
      </Card>
      <Card title="营业执照或法人证书">
        {isOpen ? (
          <LicenceUpload unit={unit} />
        ) : unit.licence ? (
          <LicenceView licence={unit.licence} />
        ) : (
          <p>没有上传扫描件。</p>
        )}
      </Card>
      <Dialog open={reaching} close={() => setReaching(false)} title="修改联系人和行业">
        {reaching && <EditContact unit={unit} close={() => setReaching(false)} />}
      </Dialog>
      {isOpen && !editing && <SubmitCard unit={unit} reload={reload} />}
      {!editing && <GivingUp unit={unit} reload={reload} />}
      {(unit.open.includes('askChange') || unit.state === 'suspended') && (
        <UnitChangeCard unit={unit} />
      )}
      {unit.open.includes('askChange') && (
        <Card title="机构资质">
          <p>举办培训班的单位，须取得施教机构资质。</p>
          <Row>
            <ButtonLink to={paths.ownAccreditation('employer')}>施教机构资质</ButtonLink>
          </Row>
        </Card>
      )}
      <UnitTimeline events={unit.timeline} />
    </>
  )
}

function WhereItStands({ unit }: { unit: Unit }) {
  const office = unit.office ?? '所在地的人社部门'
  switch (unit.state) {
    case 'draft':
      return (
        <Notice title="单位注册还没有提交">
          <p>{`核对单位信息、上传证照后，点击“提交审核”，由${office}审核。`}</p>
        </Notice>
      )
    case 'returned':
      return (
        <Notice tone="warn" title={`${office}退回了单位注册`}>
          <p>{`原因：${unit.returnReason ?? ''}`}</p>
          <p>请修改后重新提交。</p>
        </Notice>
      )
    case 'submitted':
      return (
        <Notice title={`正在等待${office}审核`}>
          <p>{`提交时间：${unit.submittedAt ? formatInstant(unit.submittedAt) : ''}。结果会发到您的“消息”、手机和邮箱。审核期间，人员可以先选择本单位，通过后再由您确认。`}</p>
        </Notice>
      )
    case 'suspended': {
      const [last] = unit.timeline.filter(({ act }) => act === 'suspend')
      return (
        <Notice tone="warn" title={`${office}暂停了本单位办理业务`}>
          <p>{`原因：${last?.reason ?? ''}`}</p>
          <p>暂停期间不能确认人员、审核学时。有疑问的，请与该部门联系。</p>
        </Notice>
      )
    }
    default:
      return null
  }
}
