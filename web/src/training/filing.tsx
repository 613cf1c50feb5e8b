import {
  type Course,
  fileCourse,
  listFilings,
  readCourse,
  returnCourse,
  stopCourse,
} from '@xueshi/contract/training/courses'
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
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { CourseFacts, CourseHistory, Subjects } from './course-facts.tsx'
import { useFilingKind } from './portal.ts'
import { courseStateText, courseStateTone } from './text.ts'

/** One course at the office that files it. */
export default function FilingPage() {
  const kind = useFilingKind()
  const id = usePathParam('id')
  const reading = useRead(readCourse, { params: { id } })
  const back = { to: paths.filings(kind), text: '课程备案' }
  const course = reading.data
  if (!course)
    return (
      <Page title="课程备案" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  const isOwnWaiting = course.state === 'submitted' && !course.open.includes('file')
  return (
    <Page
      title={course.name}
      back={back}
      lead={<Status tone={courseStateTone[course.state]}>{courseStateText[course.state]}</Status>}
    >
      {isOwnWaiting && (
        <Notice>这门课程由您本人提交，不能由您备案，请由本部门其他人员办理。</Notice>
      )}
      {course.reason && <Notice title="上次的意见">{course.reason}</Notice>}
      <Card title="课程信息">
        <CourseFacts course={course} />
      </Card>
      <Card title="科目信息">
        <Subjects subjects={course.subjects} />
      </Card>
      <Card title="办理经过">
        <CourseHistory course={course} />
      </Card>
      <Decisions course={course} reload={() => void reading.refetch()} />
    </Page>
  )
}

function Decisions({ course, reload }: { course: Course; reload: () => void }) {
  const kind = useFilingKind()
  const go = useGo()
  const [asking, setAsking] = useState<'file' | 'return' | 'stop' | null>(null)
  const refresh = [listFilings, readCourse]
  const file = useMove(fileCourse, { refresh })
  const giveBack = useMove(returnCourse, { refresh })
  const stop = useMove(stopCourse, { refresh })
  const { id, version, open } = course
  const close = () => setAsking(null)
  const overtaken = whenOvertaken((error) => {
    close()
    toast(textOf(error), 'error')
    reload()
  })
  const decided = (text: string) => {
    close()
    toast(text)
    go(paths.filings(kind))
  }
  return (
    <>
      {open.includes('file') && (
        <FormActions>
          <Button look="primary" icon="check" onClick={() => setAsking('file')}>
            准予备案
          </Button>
          <Button icon="returned" onClick={() => setAsking('return')}>
            退回
          </Button>
        </FormActions>
      )}
      {open.includes('stop') && (
        <FormActions>
          <Button icon="ban" onClick={() => setAsking('stop')}>
            责令停用
          </Button>
        </FormActions>
      )}
      <Confirm
        open={asking === 'file'}
        close={close}
        title="准予这门课程备案？"
        verb="准予备案"
        busy={file.isPending}
        confirm={() =>
          file.mutate(
            { params: { id }, body: { version } },
            {
              onSuccess: ({ number }) => decided(`已备案，编号 ${number ?? ''}`),
              onError: (error) => {
                if (overtaken(error)) return
                close()
                toast(textOf(error), 'error')
              },
            },
          )
        }
      >
        <p>{course.name}</p>
        <p>备案后科目和学时不能再改，主办单位可以按它开班。</p>
      </Confirm>
      <ReasonDialog
        open={asking === 'return'}
        close={close}
        title="退回课程"
        label="退回原因"
        hint="写明哪一项需要怎样修改，主办单位会看到这段话。"
        verb="退回"
        decide={async (reason) => {
          await giveBack.mutateAsync({ params: { id }, body: { version, reason } })
          decided('已退回，主办单位会看到原因')
        }}
        refused={overtaken}
      />
      <ReasonDialog
        open={asking === 'stop'}
        close={close}
        title="责令停用课程"
        label="停用原因"
        hint="主办单位会看到这段话。"
        verb="停用"
        danger
        warning="停用后不能恢复：不能再按它开班，还没有开放报名的培训班不能再开放（施教机构会收到通知），课程从目录中撤下。"
        decide={async (reason) => {
          await stop.mutateAsync({ params: { id }, body: { version, reason } })
          decided('已停用，主办单位会收到通知')
        }}
        refused={overtaken}
      />
    </>
  )
}
