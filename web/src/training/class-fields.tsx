import { formatHours } from '@xueshi/contract/hours'
import {
  confirmations,
  type CourseChoice,
  exams,
  listCourseChoices,
  organisations,
} from '@xueshi/contract/training/classes'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { categoryText } from '../ledger/text.ts'
import { ask } from '../queries.ts'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Card, Columns } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { AdmissionFields } from './admission-fields.tsx'
import type { ClassFormOf } from './class-form-of.ts'
import { confirmationHint, confirmationText, examText, organisationText } from './class-text.ts'
import { SessionFields } from './session-fields.tsx'
import './classes.css'
import { seriesText } from './text.ts'

/** The course as far as the form shows it. */
export type CourseShown = Pick<
  CourseChoice,
  'name' | 'category' | 'series' | 'levels' | 'hoursTenths' | 'subjects'
>

interface ClassFieldsProps {
  form: ClassFormOf
  course: CourseShown | null
  /** Names of the units that the form starts with. */
  unitNames: ReadonlyMap<string, string>
  /** Of an approved class: what was approved is not asked again. */
  changes?: boolean
}

/** The fields of a class, in cards: course, teaching, timetable, sign-up, admission, passing. */
export function ClassFields({ form, course: first, unitNames, changes = false }: ClassFieldsProps) {
  const [course, setCourse] = useState(first)
  return (
    <>
      <Card title="基本信息">
        {!changes && <CourseField form={form} course={course} pick={setCourse} />}
        <TextField {...form.at('name')} label="培训班名称" required width="full" maxLength={100} />
        <Columns>
          {!changes && (
            <>
              <Select
                {...form.at('organisation')}
                label="培训组织形式"
                required
                options={organisations.map((value) => ({ value, text: organisationText[value] }))}
              />
              <NumberField {...form.at('plan')} label="拟招人数" required unit="人" />
              <Select
                {...form.at('exam')}
                label="考试类型"
                required
                options={exams.map((value) => ({ value, text: examText[value] }))}
              />
            </>
          )}
          <DateField {...form.at('startsOn')} label="计划开班日期" required />
          <DateField {...form.at('endsOn')} label="结束日期" required />
          <NumberField {...form.at('days')} label="培训天数" required unit="天" />
          <TextField {...form.at('headTeacher')} label="班主任姓名" required maxLength={50} />
          <TextField {...form.at('teacher')} label="授课老师姓名" required maxLength={100} />
        </Columns>
        <TextField
          {...form.at('place')}
          label="学习地点"
          hint="网络培训填写学习网址或平台名称"
          required
          width="full"
          maxLength={200}
        />
      </Card>
      <SessionFields form={form} subjects={course?.subjects ?? []} />
      <SignUpFields form={form} changes={changes} />
      {!changes && <AdmissionFields form={form} course={course} unitNames={unitNames} />}
      <PassFields form={form} changes={changes} />
    </>
  )
}

function CourseField({
  form,
  course,
  pick,
}: {
  form: ClassFormOf
  course: CourseShown | null
  pick: (course: CourseShown | null) => void
}) {
  const [found, setFound] = useState<readonly CourseChoice[]>([])
  const search = async (words: string, signal: AbortSignal) => {
    const { items } = await ask(listCourseChoices, { query: { search: words } }, signal)
    setFound(items)
    return items.map((item) => ({
      value: item.id,
      text: item.name,
      detail: `${item.year} 年 · ${categoryText[item.category]} · ${formatHours(item.hoursTenths)} 学时 · ${item.organiserName}`,
    }))
  }
  return (
    <>
      <SearchField
        {...form.at('courseId')}
        label="培训课程名称"
        hint="输入课程名称查找：本单位已备案的课程，以及向其他机构开放的课程"
        required
        width="full"
        search={search}
        startText={course?.name ?? ''}
        picked={(picked) => {
          const chosen = found.find(({ id }) => id === picked?.value) ?? null
          pick(chosen)
          // Whom the course is for is where the class begins.
          if (!chosen) return
          form.setValue('admission.series', chosen.series === null ? [] : [chosen.series])
          form.setValue('admission.levels', [...chosen.levels])
        }}
        nothingFound="没有找到已备案的课程。请先在“课程计划”中提交备案。"
      />
      {course && (
        <p className="course-picked" role="status">
          {[
            categoryText[course.category],
            `专业系列：${seriesText(course.series)}`,
            `${formatHours(course.hoursTenths)} 学时`,
            `科目：${course.subjects.map((one) => `${one.name}（${formatHours(one.hoursTenths)}）`).join('、')}`,
          ].join(' · ')}
        </p>
      )}
    </>
  )
}

function SignUpFields({ form, changes }: { form: ClassFormOf; changes: boolean }) {
  const confirmation = useWatch({ control: form.control, name: 'confirmation' })
  return (
    <Card title="报名">
      <Columns>
        <DateField {...form.at('signUpFromOn')} label="报名开始日期" required />
        <TextField
          {...form.at('signUpFromAt')}
          label="报名开始时间"
          type="time"
          required
          width="short"
        />
        <DateField {...form.at('signUpToOn')} label="报名截止日期" required />
        <TextField
          {...form.at('signUpToAt')}
          label="报名截止时间"
          type="time"
          required
          width="short"
        />
      </Columns>
      {!changes && (
        <>
          <RadioGroup
            {...form.at('confirmation')}
            label="录取方式"
            required
            options={confirmations.map((value) => ({ value, text: confirmationText[value] }))}
          />
          {confirmation && <p className="field-hint">{confirmationHint[confirmation]}</p>}
        </>
      )}
      <Columns>
        {!changes && (
          <TextField
            {...form.at('fee')}
            label="收费标准"
            hint="不收费的填“免费”"
            required
            maxLength={100}
          />
        )}
        <TextField {...form.at('contactName')} label="联系人" required maxLength={50} />
        <TextField
          {...form.at('contactPhone')}
          label="联系电话"
          type="tel"
          required
          maxLength={30}
        />
      </Columns>
    </Card>
  )
}

function PassFields({ form, changes }: { form: ClassFormOf; changes: boolean }) {
  const exam = useWatch({ control: form.control, name: 'exam' })
  const isScored = exam === 'computer' || exam === 'written' || exam === 'practical'
  return (
    <Card title="考勤与合格">
      <Columns>
        <NumberField
          {...form.at('lateMinutes')}
          label="迟到起算"
          hint="上课后多少分钟签到算迟到"
          required
          unit="分钟"
        />
        {!changes && (
          <NumberField
            {...form.at('attendancePercent')}
            label="出勤要求"
            hint="到课（含迟到）的节数不低于；0 表示至少到课一节即可"
            required
            unit="%"
          />
        )}
        {!changes && isScored && (
          <NumberField {...form.at('passMark')} label="合格分数" hint="百分制" required unit="分" />
        )}
      </Columns>
    </Card>
  )
}
