import {
  approveClass,
  listClassReviews,
  readClass,
  returnClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions } from '../ui/form-actions.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { ClassScans } from './attendance-scans.tsx'
import { ClassBody } from './class-body.tsx'
import { classStateText, classStateTone } from './class-text.ts'
import { useFilingKind } from './portal.ts'

/** One class at the office that approves it. */
export default function ClassReview() {
  const kind = useFilingKind()
  const id = usePathParam('id')
  const reading = useRead(readClass, { params: { id } })
  const back = { to: paths.classReviews(kind), text: '培训班审批' }
  const held = reading.data
  if (!held)
    return (
      <Page title="培训班审批" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  // The reason of a return leaves the class as it is sent again; the timeline keeps it.
  const returned = held.timeline.findLast(({ act }) => act === 'return')
  const isOwn = held.state === 'submitted' && !held.open.includes('approve')
  return (
    <Page
      title={held.name}
      back={back}
      lead={<Status tone={classStateTone[held.state]}>{classStateText[held.state]}</Status>}
    >
      {isOwn && <Notice>您在这个施教机构任职，不能由您审批，请由本部门其他人员办理。</Notice>}
      {held.state === 'submitted' && held.courseStopped && (
        <Notice tone="warn" title={`课程“${held.courseName}”已停用`}>
          不能再批准开班，请退回并说明原因。
        </Notice>
      )}
      {held.state === 'submitted' && returned && (
        <Notice title={`${formatInstant(returned.at)} 退回过，退回原因`}>
          {`${returned.reason ?? ''}（${returned.by}）`}
        </Notice>
      )}
      <ClassBody held={held} />
      {held.state !== 'submitted' && <ClassScans held={held} />}
      <Decisions held={held} reload={() => void reading.refetch()} />
    </Page>
  )
}

function Decisions({ held, reload }: { held: TrainingClass; reload: () => void }) {
  const kind = useFilingKind()
  const go = useGo()
  const [asking, setAsking] = useState<'approve' | 'return' | null>(null)
  const refresh = [listClassReviews, readClass]
  const approve = useMove(approveClass, { refresh })
  const giveBack = useMove(returnClass, { refresh })
  const { id, version, open } = held
  const close = () => setAsking(null)
  const overtaken = whenOvertaken((error) => {
    close()
    toast(textOf(error), 'error')
    reload()
  })
  const decided = (text: string) => {
    close()
    toast(text)
    go(paths.classReviews(kind))
  }
  if (!open.includes('approve')) return null
  return (
    <>
      <FormActions>
        <Button look="primary" icon="check" onClick={() => setAsking('approve')}>
          批准开班
        </Button>
        <Button icon="returned" onClick={() => setAsking('return')}>
          退回
        </Button>
      </FormActions>
      <Confirm
        open={asking === 'approve'}
        close={close}
        title="批准这个培训班开班？"
        verb="批准开班"
        busy={approve.isPending}
        confirm={() =>
          approve.mutate(
            { params: { id }, body: { version } },
            {
              onSuccess: () => decided('已批准，施教机构会收到通知'),
              onError: (error) => {
                if (overtaken(error)) return
                close()
                toast(textOf(error), 'error')
              },
            },
          )
        }
      >
        <p>{held.name}</p>
        <p>
          批准后课程、报名对象和合格要求不能再改，招生人数和开班安排可以调整；到报名开始时间自动开放报名。
        </p>
      </Confirm>
      <ReasonDialog
        open={asking === 'return'}
        close={close}
        title="退回培训班"
        label="退回原因"
        hint="写明哪一项需要怎样修改，施教机构会看到这段话。"
        verb="退回"
        decide={async (reason) => {
          await giveBack.mutateAsync({ params: { id }, body: { version, reason } })
          decided('已退回，施教机构会看到原因')
        }}
        refused={overtaken}
      />
    </>
  )
}
