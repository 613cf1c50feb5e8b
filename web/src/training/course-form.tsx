import {
  type Course,
  CourseForm,
  courseIssues,
  createCourse,
  editCourse,
  listCourses,
  readCourse,
} from '@xueshi/contract/training/courses'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { CourseFields } from './course-fields.tsx'
import { useOrganiserKind, useYears } from './portal.ts'
import { courseStateText } from './text.ts'

/** 添加 and 编辑 of a course. */
export default function CourseFormPage() {
  const id = useOptionalPathParam('id')
  return id === undefined ? <NewCourse /> : <EditCourse key={id} id={id} />
}

function NewCourse() {
  const kind = useOrganiserKind()
  const go = useGo()
  const create = useMove(createCourse, { refresh: [listCourses] })
  return (
    <Page
      title="添加课程"
      back={{ to: paths.courses(kind), text: '课程计划' }}
      lead="保存为草稿，核对后再提交备案。"
      width="form"
    >
      <Editor
        course={null}
        save={async (form) => {
          const course = await create.mutateAsync({ body: form })
          toast('已保存为草稿')
          go(paths.course(kind, course.id), { replace: true })
        }}
        refused={() => false}
      />
    </Page>
  )
}

function EditCourse({ id }: { id: string }) {
  const kind = useOrganiserKind()
  const go = useGo()
  const reading = useRead(readCourse, { params: { id } })
  const edit = useMove(editCourse, { refresh: [listCourses, readCourse] })
  const course = reading.data
  const back = { to: paths.course(kind, id), text: course?.name ?? '课程' }
  const overtaken = whenOvertaken((error) => {
    toast(textOf(error), 'error')
    void reading.refetch()
  })
  return (
    <Page title="编辑课程" back={back} width="form">
      {!course ? (
        reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )
      ) : course.open.includes('edit') ? (
        <>
          {course.reason && (
            <Notice tone="warn" title="退回原因">
              {course.reason}
            </Notice>
          )}
          <Editor
            key={course.version}
            course={course}
            save={async (form) => {
              await edit.mutateAsync({ params: { id }, body: { version: course.version, form } })
              toast('已保存')
              go(paths.course(kind, id), { replace: true })
            }}
            refused={overtaken}
          />
        </>
      ) : (
        <Notice
          title={`这门课程现在是“${courseStateText[course.state]}”，不能修改`}
          actions={<ButtonLink to={paths.course(kind, id)}>查看这门课程</ButtonLink>}
        >
          {course.open.includes('withdraw') && '如需修改，可以先撤回。'}
        </Notice>
      )}
    </Page>
  )
}

interface EditorProps {
  course: Course | null
  save: (form: CourseForm) => Promise<unknown>
  refused: (error: CallError) => boolean
}

function Editor({ course, save, refused }: EditorProps) {
  const kind = useOrganiserKind()
  const go = useGo()
  const { thisYear } = useYears()
  const form = useFormOf(CourseForm, {
    start: course ? formOf(course) : { ...emptyForm, year: thisYear + 1 },
    rules: (values) => courseIssues(values, thisYear),
  })
  const forget = useKept(form, `course:${course ? `${course.id}:${course.version}` : 'new'}`)
  return (
    <Card>
      <Form
        form={form}
        label="课程"
        submit={async (values) => {
          await save(values)
          forget()
        }}
        refused={refused}
      >
        <CourseFields form={form} thisYear={thisYear} />
        <FormActions>
          <SubmitButton>保存</SubmitButton>
          <Button
            onClick={() => {
              forget()
              go(course ? paths.course(kind, course.id) : paths.courses(kind))
            }}
          >
            取消
          </Button>
        </FormActions>
      </Form>
    </Card>
  )
}

const emptyForm = {
  name: '',
  series: null,
  levels: [],
  audience: null,
  summary: null,
  shared: false,
  subjects: [{ name: '', teachers: null }],
}

const formOf = ({
  year,
  name,
  category,
  series,
  levels,
  audience,
  summary,
  shared,
  ...of
}: Course) => ({
  year,
  name,
  category,
  series,
  levels,
  audience,
  summary,
  shared,
  subjects: of.subjects.map(({ name: subject, hoursTenths, teachers }) => ({
    name: subject,
    hoursTenths,
    teachers,
  })),
})
