import type { Course, Subject } from '@xueshi/contract/training/courses'
import { formatHours } from '@xueshi/contract/hours'
import { categoryText } from '../ledger/text.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { Timeline } from '../ui/timeline.tsx'
import { courseActText, courseActTone, filingOfficeText, levelsText, seriesText } from './text.ts'

/** What a course says of itself, for its organiser and the office alike. */
export function CourseFacts({ course }: { course: Course }) {
  const { office, organiser } = course
  return (
    <DefinitionList
      facts={[
        { term: '年度', value: `${course.year} 年` },
        { term: '课程类型', value: categoryText[course.category] },
        { term: '专业系列', value: seriesText(course.series) },
        { term: '职称层级', value: levelsText(course.levels) },
        { term: '总学时', value: `${formatHours(course.totalTenths)} 学时` },
        { term: '备案编号', value: course.number },
        { term: '主办单位', value: organiser.name },
        { term: '所在地区', value: organiser.regionPath },
        {
          term: '备案部门',
          value: office && `${office.name}（${filingOfficeText[office.kind]}）`,
        },
        { term: '提交时间', value: course.submittedAt && formatInstant(course.submittedAt) },
        { term: '其他机构开班', value: course.shared ? '可以' : '不可以' },
        { term: '培训对象', value: course.audience, wide: true },
        {
          term: '课程简介',
          value: course.summary && <Paragraphs text={course.summary} />,
          wide: true,
        },
      ]}
    />
  )
}

/** A text of several lines, each on its own. */
export function Paragraphs({ text }: { text: string }) {
  return text.split('\n').map((line, at) => (
    <span key={at} className="text-line">
      {line}
    </span>
  ))
}

/** 科目信息. */
export function Subjects({ subjects }: { subjects: readonly Subject[] }) {
  return (
    <Table
      caption="科目信息"
      numbered
      rows={subjects}
      keyOf={(row) => row.id}
      empty={<Empty title="没有科目" />}
      columns={[
        { head: '科目名称', title: true, cell: (row) => row.name },
        { head: '学时', align: 'end', tight: true, cell: (row) => formatHours(row.hoursTenths) },
        { head: '授课老师姓名', cell: (row) => row.teachers ?? '—' },
      ]}
    />
  )
}

/** 办理经过, the newest first. */
export function CourseHistory({ course }: { course: Course }) {
  return (
    <Timeline
      events={course.timeline.toReversed().map(({ at, act, by, office, reason }) => ({
        at,
        what: courseActText[act],
        who: by,
        office,
        why: reason,
        tone: courseActTone[act],
      }))}
    />
  )
}
