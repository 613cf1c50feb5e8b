import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { formatHours } from '@xueshi/contract/hours'
import type { TitleLevel } from '@xueshi/contract/people'
import type {
  ClassAct,
  ClassSubject,
  Confirmation,
  Draw,
  Exam,
  Organisation,
  TrainingClass,
} from '@xueshi/contract/training/classes'
import { categoryText } from '../ledger/text.ts'
import { DateRange } from '../ui/dates.tsx'
import { DefinitionList, type Fact } from '../ui/facts.tsx'
import { Card } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { Timeline } from '../ui/timeline.tsx'
import {
  classActText,
  classActTone,
  confirmationHint,
  confirmationText,
  examText,
  lateText,
  organisationText,
  passText,
} from './class-text.ts'
import { levelsText, seriesText } from './text.ts'

/** What is shown of a class to its institution, to the office and to the public alike. */
export interface ShownClass {
  name: string
  courseName: string
  category: keyof typeof categoryText
  series: string | null
  hoursTenths: number
  organisation: Organisation
  days: number
  plan: number
  startsOn: string
  endsOn: string
  headTeacher: string
  teacher: string
  exam: Exam
  place: string
  fee: string
  contactName: string
  contactPhone: string
  confirmation: Confirmation
  attendancePercent: number
  passMark: number
  lateMinutes: number
  subjects: readonly ClassSubject[]
  sessions: readonly ShownSession[]
  admission: ShownAdmission
}

/** 基本信息 of 我要报名, in the manual's order. */
export const manualFacts = (shown: ShownClass): Fact[] => [
  { term: '课程名称', value: shown.courseName },
  { term: '培训班名称', value: shown.name },
  { term: '培训组织形式', value: organisationText[shown.organisation] },
  { term: '培训天数', value: `${shown.days} 天` },
  { term: '培训班计划人数', value: `${shown.plan} 人` },
  { term: '计划开班日期', value: shown.startsOn },
  { term: '班主任姓名', value: shown.headTeacher },
  { term: '授课老师姓名', value: shown.teacher },
  { term: '考试类型', value: examText[shown.exam] },
]

/** What the manual's dialog does not have: hours, fee, sign-up, passing. */
export const furtherFacts = (
  shown: ShownClass,
  institutionName: string,
  signUp: { from: string; to: string },
): Fact[] => [
  { term: '施教机构', value: institutionName },
  { term: '课程类型', value: categoryText[shown.category] },
  { term: '专业系列', value: seriesText(shown.series) },
  { term: '学时', value: `${formatHours(shown.hoursTenths)} 学时` },
  { term: '结束日期', value: shown.endsOn },
  { term: '报名起止时间', value: <DateRange {...signUp} /> },
  { term: '收费标准', value: shown.fee },
  { term: '联系人', value: `${shown.contactName} ${shown.contactPhone}` },
  { term: '合格要求', value: passText(shown) },
  ...(shown.sessions.length > 0 ? [{ term: '迟到规则', value: lateText(shown.lateMinutes) }] : []),
  {
    term: '录取方式',
    value: `${confirmationText[shown.confirmation]}：${confirmationHint[shown.confirmation]}`,
    wide: true,
  },
]

interface ShownSession {
  id: string | null
  on: string
  from: string
  to: string
  online: boolean
  place: string | null
  subject: number | null
  teacher: string | null
}

/** 课程具体时间安排. */
export function Timetable({ shown }: { shown: ShownClass }) {
  const { sessions, subjects } = shown
  return (
    <Table
      caption="课程具体时间安排"
      numbered
      rows={sessions}
      keyOf={(row) => `${row.on} ${row.from}`}
      empty={<Empty icon="calendar" title="学习时间自行安排" />}
      columns={[
        { head: '日期', title: true, tight: true, cell: (row) => row.on },
        { head: '时间', tight: true, cell: (row) => `${row.from}—${row.to}` },
        {
          head: '科目',
          cell: (row) => subjects.find(({ position }) => position === row.subject)?.name ?? '—',
        },
        { head: '授课老师', cell: (row) => row.teacher ?? shown.teacher },
        { head: '地点', cell: (row) => (row.online ? '线上' : (row.place ?? shown.place)) },
      ]}
    />
  )
}

/** 科目信息. */
export function ClassSubjects({ subjects }: { subjects: readonly ClassSubject[] }) {
  return (
    <Table
      caption="科目信息"
      numbered
      rows={subjects}
      keyOf={(row) => String(row.position)}
      empty={<Empty title="没有科目" />}
      columns={[
        { head: '科目名称', title: true, cell: (row) => row.name },
        { head: '学时', align: 'end', tight: true, cell: (row) => formatHours(row.hoursTenths) },
      ]}
    />
  )
}

interface ShownAdmission {
  series: readonly string[]
  levels: readonly TitleLevel[]
  regionCode: string | null
  units: readonly { name: string; kept: number; released?: number }[]
  unitsOnly: boolean
}

/** A unit, and what is kept for it: whose class it is also sees what of that has ended. */
function unitText({ name, kept, released = 0 }: ShownAdmission['units'][number]): string {
  if (kept === 0) return name
  const ended = released > 0 ? `，其中 ${released} 个没有人报名，已到期` : ''
  return `${name}（保留 ${kept} 个名额${ended}）`
}

/** 报名对象. */
export function AdmissionFacts({
  admission,
  signUpTo,
}: {
  admission: ShownAdmission
  /** Until when one may apply, in words. */
  signUpTo: string
}) {
  const { series, levels, regionCode, units, unitsOnly } = admission
  const region = regionCode && regionPath(regionCode).map(({ label }) => label)
  return (
    <DefinitionList
      facts={[
        { term: '专业系列', value: series.length ? series.map(seriesText).join('、') : '不限' },
        { term: '职称层级', value: levelsText(levels) },
        { term: '工作单位所在地区', value: region ? region.join('') : '不限' },
        {
          term: unitsOnly ? '只限以下单位' : '指定单位',
          value: units.length ? units.map(unitText).join('、') : '不限',
          wide: true,
        },
        ...(units.some(({ kept }) => kept > 0)
          ? [
              {
                term: '保留名额',
                value: `保留至报名截止（${signUpTo}）。届时该单位没有人报名的名额不再保留，按顺序给其他报名的人。`,
                wide: true,
              },
            ]
          : []),
      ]}
    />
  )
}

/** What a page says of a class, a card for each part of it. */
export function ClassCards({
  shown,
  institutionName,
  signUp,
}: {
  shown: ShownClass
  institutionName: string
  signUp: { from: string; to: string }
}) {
  return (
    <>
      <Card title="基本信息">
        <DefinitionList
          facts={[...manualFacts(shown), ...furtherFacts(shown, institutionName, signUp)]}
        />
      </Card>
      <Card title="课程具体时间安排">
        <Timetable shown={shown} />
        <p>{`学习地点：${shown.place}`}</p>
      </Card>
      <Card title="科目信息">
        <ClassSubjects subjects={shown.subjects} />
      </Card>
      <Card title="报名对象">
        <AdmissionFacts admission={shown.admission} signUpTo={signUp.to} />
      </Card>
    </>
  )
}

/** What anybody needs to check a draw. */
export function DrawFacts({ draw }: { draw: Draw }) {
  return (
    <DefinitionList
      facts={[
        {
          term: '种子的校验值（SHA-256）',
          value: <code className="digest">{draw.commitment}</code>,
          wide: true,
        },
        {
          term: '种子',
          value: draw.seed ? <code className="digest">{draw.seed}</code> : '抽签后公布',
          wide: true,
        },
        ...(draw.at ? [{ term: '抽签时间', value: formatInstant(draw.at) }] : []),
      ]}
    />
  )
}

/** Acts whose words are their reason; of the others they say what was told or changed. */
const reasoned: ReadonlySet<ClassAct> = new Set(['return', 'cancel'])

/** 办理经过, the newest first. */
export function ClassHistory({ timeline }: Pick<TrainingClass, 'timeline'>) {
  return (
    <Timeline
      events={timeline.toReversed().map(({ at, act, by, office, reason }) => ({
        at,
        what: classActText[act],
        who: by,
        office,
        ...(reasoned.has(act) ? { why: reason } : { said: reason }),
        tone: classActTone[act],
      }))}
    />
  )
}
