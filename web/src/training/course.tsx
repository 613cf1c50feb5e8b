import {
  closeCourse,
  type Course,
  listCourses,
  publishCourse,
  readCourse,
  submitCourse,
  withdrawCourse,
} from '@xueshi/contract/training/courses'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import type { IconName } from '../ui/icon.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { CourseFacts, CourseHistory, Subjects } from './course-facts.tsx'
import { useOrganiserKind } from './portal.ts'
import { courseStateText, courseStateTone } from './text.ts'

/** One course of one's own unit: what it says, where it stands, what may be done next. */
export default function CoursePage() {
  const kind = useOrganiserKind()
  const id = usePathParam('id')
  const reading = useRead(readCourse, { params: { id } })
  const back = { to: paths.courses(kind), text: '课程计划' }
  const course = reading.data
  if (!course)
    return (
      <Page title="课程" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  const edit = paths.editCourse(kind, id)
  return (
    <Page
      title={course.name}
      back={back}
      lead={<Status tone={courseStateTone[course.state]}>{courseStateText[course.state]}</Status>}
      actions={
        <>
          {course.open.includes('edit') && (
            <ButtonLink icon="pencil" to={edit}>
              编辑
            </ButtonLink>
          )}
          <Moves course={course} reload={() => void reading.refetch()} />
        </>
      }
    >
      <WhereItStands course={course} edit={edit} />
      <Card title="课程信息">
        <CourseFacts course={course} />
      </Card>
      <Card title="科目信息">
        <Subjects subjects={course.subjects} />
      </Card>
      <Card title="办理经过">
        <CourseHistory course={course} />
      </Card>
    </Page>
  )
}

function WhereItStands({ course, edit }: { course: Course; edit: string }) {
  const office = course.office?.name ?? ''
  switch (course.state) {
    case 'returned':
      return (
        <Notice
          tone="warn"
          title={`${office}退回了这门课程`}
          actions={<ButtonLink to={edit}>按要求修改</ButtonLink>}
        >
          {course.reason}
        </Notice>
      )
    case 'submitted':
      return <Notice title={`正在等待${office}备案`}>结果会发到“消息”。备案前可以撤回。</Notice>
    case 'filed':
      return (
        <Notice title={`已由${office}备案，编号 ${course.number ?? ''}`}>
          现在可以按它开班。公布后列入公众的课程目录。
        </Notice>
      )
    case 'closed':
      return (
        <Notice title="这门课程已停用，不能再按它开班">
          {course.reason && `${office}责令停用，原因：${course.reason}`}
        </Notice>
      )
    default:
      return null
  }
}

type Name = 'submit' | 'withdraw' | 'publish' | 'close'
const words: Record<
  Name,
  { verb: string; icon: IconName; title: string; text: string; done: string; look?: 'primary' }
> = {
  submit: {
    verb: '提交备案',
    icon: 'send',
    title: '提交这门课程备案？',
    text: '提交后由备案部门核对，期间不能修改，可以撤回。',
    done: '已提交备案',
    look: 'primary',
  },
  withdraw: {
    verb: '撤回',
    icon: 'returned',
    title: '撤回这门课程？',
    text: '撤回后变为草稿，修改后需要重新提交。',
    done: '已撤回',
  },
  publish: {
    verb: '公布',
    icon: 'checkCircle',
    title: '公布这门课程？',
    text: '公布后，任何人都能在课程目录中看到它的科目、学时和授课老师。',
    done: '已公布',
    look: 'primary',
  },
  close: {
    verb: '停用',
    icon: 'ban',
    title: '停用这门课程？',
    text: '停用后不能再按它开班，也不能恢复；还没有开放报名的培训班不能再开放，已经开放的继续进行。',
    done: '已停用',
  },
}

function Moves({ course, reload }: { course: Course; reload: () => void }) {
  const [asking, setAsking] = useState<Name | null>(null)
  const options = { refresh: [listCourses, readCourse] }
  const moves = {
    submit: useMove(submitCourse, options),
    withdraw: useMove(withdrawCourse, options),
    publish: useMove(publishCourse, options),
    close: useMove(closeCourse, options),
  }
  const names = (Object.keys(words) as Name[]).filter((name) => course.open.includes(name)) // keys of a Record over Name
  const confirm = async () => {
    if (!asking) return
    try {
      await moves[asking].mutateAsync({
        params: { id: course.id },
        body: { version: course.version },
      })
      toast(words[asking].done)
    } catch (error) {
      toast(textOf(error), 'error')
      reload()
    }
    setAsking(null)
  }
  const shown = words[asking ?? 'submit']
  return (
    <>
      {names.map((name) => (
        <Button
          key={name}
          icon={words[name].icon}
          look={words[name].look ?? 'secondary'}
          onClick={() => setAsking(name)}
        >
          {words[name].verb}
        </Button>
      ))}
      <Confirm
        open={asking !== null}
        close={() => setAsking(null)}
        title={shown.title}
        verb={shown.verb}
        danger={asking === 'close'}
        busy={asking !== null && moves[asking].isPending}
        confirm={() => void confirm()}
      >
        <p>{course.name}</p>
        <p>{shown.text}</p>
      </Confirm>
    </>
  )
}
