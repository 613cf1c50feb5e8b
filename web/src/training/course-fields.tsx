import { titleLevels as levelNames, titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import { categories } from '@xueshi/contract/ledger'
import { type CourseForm, mostSubjects } from '@xueshi/contract/training/courses'
import { useFieldArray, useWatch } from 'react-hook-form'
import { categoryText } from '../ledger/text.ts'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { CheckBox, Select } from '../ui/choice-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { LineContext } from '../ui/form-context.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { ListFault } from '../ui/list-fault.tsx'
import { announce } from '../ui/live.tsx'
import { Columns, Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { levelText } from './text.ts'
import './training.css'

export type CourseFormOf = FormOf<CourseForm>

const levels = [...levelNames.map(({ code }) => code), 'none' as const]

/** The fields of a course. */
export function CourseFields({ form, thisYear }: { form: CourseFormOf; thisYear: number }) {
  const category = useWatch({ control: form.control, name: 'category' })
  const isProfessional = category === 'professional'
  return (
    <>
      <TextField {...form.at('name')} label="课程名称" required width="full" maxLength={100} />
      <Columns>
        <Select
          {...form.at('year')}
          label="年度"
          required
          numeric
          options={[thisYear, thisYear + 1].map((year) => ({
            value: String(year),
            text: `${year} 年`,
          }))}
        />
        <Select
          {...form.at('category')}
          label="课程类型"
          required
          options={categories.map((value) => ({ value, text: categoryText[value] }))}
        />
        <Select
          {...form.at('series')}
          label="专业系列"
          required={isProfessional}
          emptyText={isProfessional ? '请选择' : '不限'}
          emptyIsNull
          options={titleSeries.map(({ code, label }) => ({ value: code, text: label }))}
        />
      </Columns>
      <p className="field-hint">专业课由行业主管部门备案，公需课和选修课由人社部门备案。</p>
      <CheckGroup
        {...form.at('levels')}
        label="职称层级"
        hint="不勾选表示不限"
        options={levels.map((value) => ({ value, text: levelText(value) }))}
      />
      <TextField
        {...form.at('audience')}
        label="培训对象"
        hint="例如：从事电子信息的工程技术人员"
        width="full"
        maxLength={200}
        emptyIsNull
      />
      <TextArea {...form.at('summary')} label="课程简介" limit={1000} emptyIsNull />
      <SubjectFields form={form} />
      <CheckBox
        {...form.at('shared')}
        label="其他施教机构可以按本课程开班"
        hint="公布后生效；不勾选则只有本单位可以开班"
      />
    </>
  )
}

const emptySubject = { name: '', hoursTenths: 0, teachers: null }

/** 科目信息: a row for each, with their sum. */
function SubjectFields({ form }: { form: CourseFormOf }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'subjects' })
  const typed = useWatch({ control: form.control, name: 'subjects' })
  const sum = typed.reduce(
    (total, { hoursTenths }) => total + (typeof hoursTenths === 'number' ? hoursTenths : 0),
    0,
  )
  const drop = (at: number) => {
    remove(at)
    announce(`已删除第 ${at + 1} 个科目`)
  }
  return (
    <fieldset className="subjects">
      <legend>科目信息</legend>
      <p className="field-hint">每个科目分别写明学时；有几位授课老师的用顿号分开。</p>
      <ListFault {...form.at('subjects')} label="总学时" />
      <ol className="subject-rows">
        {fields.map((field, at) => (
          <li key={field.id} className="subject-row">
            <LineContext value={`第 ${at + 1} 个科目`}>
              <TextField
                {...form.at(`subjects.${at}.name`)}
                label="科目名称"
                required
                width="full"
                maxLength={100}
              />
              <HoursField {...form.at(`subjects.${at}.hoursTenths`)} label="学时" required />
              <TextField
                {...form.at(`subjects.${at}.teachers`)}
                label="授课老师姓名"
                width="full"
                maxLength={100}
                emptyIsNull
              />
              <Button
                look="quiet"
                onMouseDown={keepFocus}
                icon="trash"
                aria-label={`删除第 ${at + 1} 个科目`}
                unavailable={fields.length === 1 && '至少要有一个科目'}
                onClick={() => drop(at)}
              >
                删除
              </Button>
            </LineContext>
          </li>
        ))}
      </ol>
      <Row>
        <Button
          icon="plus"
          onMouseDown={keepFocus}
          unavailable={fields.length >= mostSubjects && `最多 ${mostSubjects} 个科目`}
          onClick={() => append(emptySubject)}
        >
          添加科目
        </Button>
        <p
          className="subject-sum"
          role="status"
        >{`共 ${fields.length} 个科目，${formatHours(sum)} 学时`}</p>
      </Row>
    </fieldset>
  )
}
