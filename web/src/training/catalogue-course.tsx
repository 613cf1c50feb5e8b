import { formatHours } from '@xueshi/contract/hours'
import { type CatalogueCourse, readCatalogueCourse } from '@xueshi/contract/training/courses'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import { Paragraphs, Subjects } from './course-facts.tsx'
import { levelsText, seriesText } from './text.ts'

const back = { to: paths.catalogue(), text: '课程目录' }

/** A published course, for anybody. */
export default function CatalogueCoursePage() {
  const id = usePathParam('id')
  const reading = useRead(readCatalogueCourse, { params: { id } })
  const course = reading.data
  if (!course)
    return (
      <Page title="课程" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={6} />
          </Card>
        )}
      </Page>
    )
  return (
    <Page title={course.name} back={back}>
      {!course.isOffered && <Notice title="这门课程已停用">不再按它开新的培训班。</Notice>}
      <Card title="课程信息">
        <Facts course={course} />
      </Card>
      <Card title="科目信息">
        <Subjects subjects={course.subjects} />
      </Card>
    </Page>
  )
}

function Facts({ course }: { course: CatalogueCourse }) {
  return (
    <DefinitionList
      facts={[
        { term: '年度', value: `${course.year} 年` },
        { term: '课程类型', value: categoryText[course.category] },
        { term: '专业系列', value: seriesText(course.series) },
        { term: '职称层级', value: levelsText(course.levels) },
        { term: '总学时', value: `${formatHours(course.totalTenths)} 学时` },
        { term: '备案编号', value: course.number },
        { term: '主办单位', value: course.organiser.name },
        { term: '所在地区', value: course.organiser.regionPath },
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
