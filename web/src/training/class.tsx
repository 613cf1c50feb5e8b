import { printClassNotice, printRoster } from '@xueshi/contract/training/class-papers'
import { readClass, type TrainingClass } from '@xueshi/contract/training/classes'
import { useState } from 'react'
import { Download } from '../download.tsx'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { usePathParam } from '../url.ts'
import { ClassBody } from './class-body.tsx'
import { ClassMoves } from './class-moves.tsx'
import { PlacesFacts } from './class-places.tsx'
import { ReasonedMoves } from './class-reasoned.tsx'
import { isSignUpOver } from './reopen-dialog.tsx'
import { classStateText, classStateTone } from './class-text.ts'

/** One class of one's own institution: what it says, where it stands, what may be done next. */
export default function ClassPage() {
  const id = usePathParam('id')
  const reading = useRead(readClass, { params: { id } })
  const back = { to: paths.classes(), text: '培训班管理' }
  const held = reading.data
  if (!held)
    return (
      <Page title="培训班" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  const reload = () => void reading.refetch()
  return (
    <Page
      title={held.name}
      back={back}
      lead={<Status tone={classStateTone[held.state]}>{classStateText[held.state]}</Status>}
      actions={<ClassMoves held={held} reload={reload} />}
    >
      <WhereItStands held={held} />
      {takesPeople(held) && (
        <Card title="招生情况">
          <PlacesFacts places={held.places} held={held} />
          <Row>
            {held.open.includes('decide') && (
              <ButtonLink look="primary" to={paths.confirmingClass(held.id)}>
                报名确认
              </ButtonLink>
            )}
            <Download
              icon="print"
              endpoint={printRoster}
              input={{ params: { id: held.id } }}
              fileName={`学员名册-${held.name}.pdf`}
            >
              打印学员名册
            </Download>
            <Download
              icon="print"
              endpoint={printClassNotice}
              input={{ params: { id: held.id } }}
              fileName={`开班通知-${held.name}.pdf`}
            >
              打印开班通知
            </Download>
          </Row>
        </Card>
      )}
      <ClassBody held={held} />
      <ReasonedMoves held={held} reload={reload} />
    </Page>
  )
}

const takesPeople = ({ state }: TrainingClass) =>
  !['draft', 'submitted', 'returned', 'approved'].includes(state)

const beforeOpening: ReadonlySet<string> = new Set(['draft', 'submitted', 'returned', 'approved'])

function WhereItStands({ held }: { held: TrainingClass }) {
  const office = held.office?.name ?? ''
  const [now] = useState(() => new Date())
  const stopped = held.courseStopped && beforeOpening.has(held.state)
  if (stopped)
    return (
      <Notice tone="warn" title={`课程“${held.courseName}”已停用，这个培训班不能开放报名`}>
        {held.open.includes('cancel')
          ? '请取消这个培训班，改用其他已备案的课程重新开班。'
          : '请改用其他已备案的课程。'}
      </Notice>
    )
  switch (held.state) {
    case 'returned':
      return (
        <Notice
          tone="warn"
          title={`${office}退回了这个培训班`}
          actions={<ButtonLink to={paths.editClass(held.id)}>按要求修改</ButtonLink>}
        >
          {held.reason}
        </Notice>
      )
    case 'submitted':
      return <Notice title={`正在等待${office}审批`}>结果会发到“消息”。审批前可以撤回。</Notice>
    case 'approved':
      return (
        <Notice title={`已由${office}批准开班`}>
          {isSignUpOver(held, now)
            ? '报名时间已过，请“开放报名”并填写新的报名截止时间。'
            : `${held.signUpFromOn} ${held.signUpFromAt} 自动开放报名，也可以提前开放。`}
        </Notice>
      )
    case 'running':
      return held.open.includes('assess') ? null : (
        <Notice title="培训还在进行">最后一节课结束后，可以“结束培训”，进入考核。</Notice>
      )
    case 'cancelled':
      return (
        <Notice tone="warn" title="这个培训班已取消">
          {held.reason}
        </Notice>
      )
    default:
      return null
  }
}
