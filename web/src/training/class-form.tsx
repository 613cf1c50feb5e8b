import {
  changeClass,
  classDefaults,
  type ClassForm,
  classIssues,
  createClass,
  editClass,
  listClasses,
  readClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
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
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam } from '../url.ts'
import { ClassFields } from './class-fields.tsx'
import { WrittenForm } from './class-form-of.ts'
import { classStateText } from './class-text.ts'

/** 新建 and 编辑 of a class; 变更开班安排 of one that was approved lies in `class-change.tsx`. */
export default function ClassFormPage() {
  const id = useOptionalPathParam('id')
  return id === undefined ? <NewClass /> : <WrittenClass key={id} id={id} move="edit" />
}

function NewClass() {
  const go = useGo()
  const create = useMove(createClass, { refresh: [listClasses] })
  return (
    <Page
      title="新建培训班"
      back={{ to: paths.classes(), text: '培训班管理' }}
      lead="保存为草稿，核对后再提交审批。"
      width="form"
    >
      <Editor
        held={null}
        save={async ({ reason: _reason, ...form }) => {
          const made = await create.mutateAsync({ body: form })
          toast('已保存为草稿')
          go(paths.class(made.id), { replace: true })
        }}
        refused={() => false}
      />
    </Page>
  )
}

const titles = { edit: '编辑培训班', change: '变更开班安排' } as const

/** A class that stands: written anew (`edit`), or changed after its approval (`change`). */
export function WrittenClass({ id, move }: { id: string; move: 'edit' | 'change' }) {
  const go = useGo()
  const reading = useRead(readClass, { params: { id } })
  const refresh = [listClasses, readClass]
  const edit = useMove(editClass, { refresh })
  const change = useMove(changeClass, { refresh })
  const held = reading.data
  const overtaken = whenOvertaken((error) => {
    toast(textOf(error), 'error')
    void reading.refetch()
  })
  return (
    <Page
      title={titles[move]}
      back={{ to: paths.class(id), text: held?.name ?? '培训班' }}
      width="form"
      {...(move === 'change' && {
        lead: '课程、招生人数、录取方式等已经审批的内容不能修改；保存后，变更的内容和原因会通知已报名的学员和批准的部门。',
      })}
    >
      {!held ? (
        reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )
      ) : held.open.includes(move) ? (
        <>
          {held.state === 'returned' && held.reason && (
            <Notice tone="warn" title="退回原因">
              {held.reason}
            </Notice>
          )}
          <Editor
            key={held.version}
            held={held}
            changes={move === 'change'}
            save={async ({ reason, ...form }) => {
              const body = { version: held.version, form }
              await (move === 'edit'
                ? edit.mutateAsync({ params: { id }, body })
                : change.mutateAsync({ params: { id }, body: { ...body, reason: reason ?? '' } }))
              toast(move === 'edit' ? '已保存' : '已变更，并通知已报名的学员和批准的部门')
              go(paths.class(id), { replace: true })
            }}
            refused={overtaken}
          />
        </>
      ) : (
        <Notice
          title={`这个培训班现在是“${classStateText[held.state]}”，不能${move === 'edit' ? '编辑' : '变更'}`}
          actions={<ButtonLink to={paths.class(id)}>查看这个培训班</ButtonLink>}
        >
          {held.open.includes('withdraw') && '如需修改，可以先撤回。'}
        </Notice>
      )}
    </Page>
  )
}

interface EditorProps {
  held: TrainingClass | null
  changes?: boolean
  save: (form: WrittenForm) => Promise<unknown>
  refused: (error: CallError) => boolean
}

function Editor({ held, changes = false, save, refused }: EditorProps) {
  const go = useGo()
  const form = useFormOf(WrittenForm, {
    start: { ...(held ? formOf(held) : emptyForm), reason: null },
    rules: (written) => ({
      ...classIssues(written),
      ...(changes && written.reason === null && { reason: 'REQUIRED' }),
    }),
  })
  const forget = useKept(form, `class:${held ? `${held.id}:${held.version}` : 'new'}`)
  const course = held && { ...held, name: held.courseName }
  const names = new Map(held?.admission.units.map(({ unitId, name }) => [unitId, name]))
  return (
    <Form
      form={form}
      label="培训班"
      submit={async (values) => {
        await save(values)
        forget()
      }}
      refused={refused}
    >
      <ClassFields form={form} course={course} unitNames={names} changes={changes} />
      {changes && (
        <Card>
          <TextArea
            {...form.at('reason')}
            label="变更原因"
            hint="已报名的学员和批准的部门会看到这段话。"
            required
            limit={500}
            emptyIsNull
          />
        </Card>
      )}
      <FormActions>
        <SubmitButton>{changes ? '保存变更' : '保存'}</SubmitButton>
        <Button
          onClick={() => {
            forget()
            go(held ? paths.class(held.id) : paths.classes())
          }}
        >
          取消
        </Button>
      </FormActions>
    </Form>
  )
}

const emptyForm = {
  name: '',
  sessions: [],
  admission: { series: [], levels: [], regionCode: null, units: [], unitsOnly: false },
  signUpFromAt: '09:00',
  signUpToAt: '17:00',
  fee: '免费',
  confirmation: 'first' as const,
  ...classDefaults,
}

/** The fields alone, as the shape has them. */
function formOf({ admission, sessions, ...held }: TrainingClass): ClassForm {
  return {
    courseId: held.courseId,
    name: held.name,
    organisation: held.organisation,
    days: held.days,
    plan: held.plan,
    startsOn: held.startsOn,
    endsOn: held.endsOn,
    headTeacher: held.headTeacher,
    teacher: held.teacher,
    exam: held.exam,
    place: held.place,
    sessions: sessions.map((session) => ({ ...session })),
    admission: {
      ...admission,
      units: admission.units.map(({ unitId, kept }) => ({ unitId, kept })),
    },
    signUpFromOn: held.signUpFromOn,
    signUpFromAt: held.signUpFromAt,
    signUpToOn: held.signUpToOn,
    signUpToAt: held.signUpToAt,
    fee: held.fee,
    contactName: held.contactName,
    contactPhone: held.contactPhone,
    confirmation: held.confirmation,
    attendancePercent: held.attendancePercent,
    passMark: held.passMark,
    lateMinutes: held.lateMinutes,
  }
}
